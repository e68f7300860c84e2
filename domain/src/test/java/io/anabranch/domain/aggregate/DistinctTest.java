package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.anabranch.domain.event.Utf8;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DistinctTest {

  /** The customers with the numbers of a range. */
  private record Customers(int from, int to) {
    static Customers any(RandomGenerator random) {
      int from = random.nextInt(20_000);
      return new Customers(from, from + (1 << random.nextInt(12)));
    }
  }

  private static void add(Distinct distinct, Customers customers) {
    for (int i = customers.from; i < customers.to; i++) {
      distinct.add(Utf8.of(Integer.toString(i)));
    }
  }

  private static Distinct distinctOf(int from, int to) {
    Distinct distinct = Distinct.MONOID.zero();
    add(distinct, new Customers(from, to));
    return distinct;
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(
            Distinct.MONOID, DistinctTest::add, random -> new Customers(random.nextInt(30), 30))
        .idempotent()
        .check();
  }

  @Test
  void keepsTheLawsAroundAndFarAboveWhatIsExact() {
    MonoidLaws.of(Distinct.MONOID, DistinctTest::add, Customers::any)
        .rounds(15)
        .upToEvents(30)
        .idempotent()
        .check();
  }

  @Test
  void countsExactlyUpToK() {
    for (int count : new int[] {0, 1, 2, 3, 4, 100, Distinct.K - 1, Distinct.K}) {
      Distinct distinct = distinctOf(0, count);
      add(distinct, new Customers(0, count));

      assertThat(distinct.count()).isEqualTo(count);
      assertThat(distinct.isExact()).isTrue();
    }
  }

  @Test
  void estimatesAboveKWithinTheErrorStated() {
    assertThat(distinctOf(0, Distinct.K + 1).isExact()).isFalse();
    for (int count : new int[] {Distinct.K + 1, 6_000, 10_000, 100_000, 1_000_000}) {
      double fourStandardErrors = 4 * count / Math.sqrt(Distinct.K - 1);

      assertThat((double) distinctOf(0, count).count())
          .isEqualTo(count, within(fourStandardErrors));
    }
  }

  @Test
  void theEstimateHasNoBias() {
    double sum = 0;
    int trials = 60;
    for (int trial = 0; trial < trials; trial++) {
      sum += distinctOf(trial * 20_000, (trial + 1) * 20_000).count();
    }

    assertThat(sum / trials)
        .isEqualTo(20_000, within(4 * 20_000 / Math.sqrt(Distinct.K - 1) / Math.sqrt(trials)));
  }

  @Test
  void keepsTheSmallestHashesAndTheSmallestLeftOut() {
    SplittableRandom random = new SplittableRandom(3);
    TreeSet<Long> model = new TreeSet<>(Long::compareUnsigned);
    Distinct distinct = Distinct.MONOID.zero();
    for (int i = 0; i < 50_000; i++) {
      long hash = random.nextLong();
      distinct.addHash(hash);
      model.add(hash);
    }
    RecordedState expected = new RecordedState();
    expected.writeLong(Distinct.K + 1);
    model.stream().limit(Distinct.K + 1).forEach(expected::writeFixed);

    assertThat(RecordedState.of(Distinct.MONOID, distinct)).isEqualTo(expected);
  }

  @Test
  void aHashJustBelowTheSmallestLeftOutTakesItsPlace() {
    long largestKept = Distinct.K * 1000L;
    Distinct distinct = Distinct.MONOID.zero();
    for (int i = 1; i <= 2 * Distinct.K; i++) {
      distinct.addHash(i * 1000L);
    }

    distinct.addHash(largestKept + 2);
    RecordedState written = RecordedState.of(Distinct.MONOID, distinct);
    assertThat(written).isEqualTo(thousandsAnd(largestKept + 2));

    Distinct read = written.readBy(Distinct.MONOID);
    read.addHash(largestKept + 1);
    assertThat(RecordedState.of(Distinct.MONOID, read)).isEqualTo(thousandsAnd(largestKept + 1));
  }

  private static RecordedState thousandsAnd(long smallestLeftOut) {
    RecordedState content = new RecordedState();
    content.writeLong(Distinct.K + 1);
    for (int i = 1; i <= Distinct.K; i++) {
      content.writeFixed(i * 1000L);
    }
    content.writeFixed(smallestLeftOut);
    return content;
  }

  @Test
  void hashesAreOrderedAsUnsignedNumbersAndZeroIsOneOfThem() {
    Distinct distinct = Distinct.MONOID.zero();
    for (long hash : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
      distinct.addHash(hash);
    }

    assertThat(distinct.count()).isEqualTo(4);
    assertThat(RecordedState.of(Distinct.MONOID, distinct))
        .isEqualTo(
            RecordedState.content(
                4,
                new RecordedState.Fixed(1),
                new RecordedState.Fixed(Long.MAX_VALUE),
                new RecordedState.Fixed(Long.MIN_VALUE),
                new RecordedState.Fixed(-1)));
  }

  @Test
  void mergingCountsTextsOfBothOnce() {
    Distinct distinct = distinctOf(0, 2_000);
    Distinct.MONOID.merge(distinct, distinctOf(1_000, 3_000));
    Distinct.MONOID.merge(distinct, distinct);

    assertThat(distinct.count()).isEqualTo(3_000);
  }

  @Test
  void storedHashesDoNotChange() {
    RecordedState written = RecordedState.of(Distinct.MONOID, distinctOf(0, 2));

    assertThat(written).hasToString("[2, 0x13864298760fa6aa, 0xec841554109e84c7]");
  }

  @Test
  void similarTextsHaveDifferentHashes() {
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      hashes.add(Distinct.hash(Utf8.of("SNACK--" + i)));
    }

    assertThat(hashes).hasSize(200_000);
  }

  @Test
  void contentThatNoStateWritesIsMalformed() {
    RecordedState.Fixed five = new RecordedState.Fixed(5);
    RecordedState.Fixed large = new RecordedState.Fixed(-5);
    for (RecordedState content :
        new RecordedState[] {
          RecordedState.content(-1),
          RecordedState.content(Distinct.K + 2),
          RecordedState.content(2, five),
          RecordedState.content(2, five, five),
          RecordedState.content(2, large, five),
          RecordedState.content(1, new RecordedState.Fixed(0))
        }) {
      assertThatThrownBy(() -> content.readBy(Distinct.MONOID))
          .isInstanceOf(MalformedStateException.class);
    }
  }
}
