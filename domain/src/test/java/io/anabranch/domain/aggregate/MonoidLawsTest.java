package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A monoid that breaks a law is detected. */
class MonoidLawsTest {

  /** A state of one number. */
  private static final class Cell {
    private double value;
    private long changes;
  }

  /** A correct monoid, a sum of integers. Each test breaks a part of it. */
  private record CellMonoid(
      BiConsumer<Cell, Cell> merging,
      BiConsumer<Cell, StateWriter> writing,
      Function<StateReader, Cell> reading)
      implements Monoid<Cell> {

    static CellMonoid sound() {
      return new CellMonoid(
          (into, from) -> into.value += from.value,
          (state, out) -> out.writeDouble(state.value + 0.0),
          in -> {
            Cell state = new Cell();
            state.value = in.readDouble();
            return state;
          });
    }

    CellMonoid merging(BiConsumer<Cell, Cell> other) {
      return new CellMonoid(other, writing, reading);
    }

    CellMonoid writing(BiConsumer<Cell, StateWriter> other) {
      return new CellMonoid(merging, other, reading);
    }

    CellMonoid reading(Function<StateReader, Cell> other) {
      return new CellMonoid(merging, writing, other);
    }

    @Override
    public Cell zero() {
      return new Cell();
    }

    @Override
    public void merge(Cell into, Cell from) {
      merging.accept(into, from);
    }

    @Override
    public void write(Cell state, StateWriter out) {
      writing.accept(state, out);
    }

    @Override
    public Cell read(StateReader in) {
      return reading.apply(in);
    }
  }

  private static MonoidLaws<Double, Cell> lawsOf(Monoid<Cell> monoid) {
    return MonoidLaws.of(
        monoid,
        (Cell state, Double event) -> state.value += event,
        (RandomGenerator random) -> (double) random.nextInt(-9, 9));
  }

  private static void assertBroken(MonoidLaws<?, ?> laws, String law) {
    assertThatThrownBy(() -> laws.check(1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(law)
        .hasMessageContaining("-Danabranch.laws.seed=1:");
  }

  @Test
  void aSoundMonoidPasses() {
    assertThatCode(() -> lawsOf(CellMonoid.sound()).check()).doesNotThrowAnyException();
  }

  @Test
  void aPlainSumOfDoublesIsFound() {
    MonoidLaws<Double, Cell> laws =
        MonoidLaws.of(
            CellMonoid.sound(),
            (Cell state, Double event) -> state.value += event,
            (RandomGenerator random) -> random.nextInt(100) / 10.0);

    assertBroken(laws, "expected");
  }

  @Test
  void aTopListThatForgetsTiesIsFound() {
    assertBroken(
        MonoidLaws.of(
            new ForgetfulTop(),
            (List<long[]> top, long[] entry) -> ForgetfulTop.insert(top, entry),
            (RandomGenerator random) -> new long[] {random.nextInt(3), random.nextInt(20)}),
        "expected");
  }

  /** The best three by score alone: ties depend on the order of arrival. */
  private static final class ForgetfulTop implements Monoid<List<long[]>> {

    static void insert(List<long[]> top, long[] entry) {
      top.add(entry);
      top.sort(Comparator.comparingLong((long[] ranked) -> -ranked[0]));
      if (top.size() > 3) {
        top.remove(3);
      }
    }

    @Override
    public List<long[]> zero() {
      return new ArrayList<>();
    }

    @Override
    public void merge(List<long[]> into, List<long[]> from) {
      from.forEach(entry -> insert(into, entry));
    }

    @Override
    public void write(List<long[]> state, StateWriter out) {
      out.writeLong(state.size());
      for (long[] entry : state) {
        out.writeLong(entry[0]);
        out.writeLong(entry[1]);
      }
    }

    @Override
    public List<long[]> read(StateReader in) {
      List<long[]> state = new ArrayList<>();
      for (long left = in.readLong(); left > 0; left--) {
        state.add(new long[] {in.readLong(), in.readLong()});
      }
      return state;
    }
  }

  @Test
  void aZeroThatCountsIsFound() {
    assertBroken(
        lawsOf(CellMonoid.sound().merging((into, from) -> into.value += from.value + 1)), "zero");
  }

  @Test
  void aMergeThatTakesSidesIsFound() {
    assertBroken(
        lawsOf(
            CellMonoid.sound()
                .merging(
                    (into, from) ->
                        into.value =
                            from.value == 0
                                ? into.value
                                : into.value == 0 ? from.value : into.value)),
        "expected");
  }

  @Test
  void aMergeThatUsesUpItsSourceIsFound() {
    assertBroken(
        lawsOf(
            CellMonoid.sound()
                .merging(
                    (into, from) -> {
                      into.value += from.value;
                      from.value = 0;
                    })),
        "source");
  }

  @Test
  void aWriteThatChangesTheStateIsFound() {
    assertBroken(
        lawsOf(CellMonoid.sound().writing((state, out) -> out.writeLong(state.changes++))),
        "writing");
  }

  @Test
  void aReadThatLosesSomethingIsFound() {
    assertBroken(
        lawsOf(
            CellMonoid.sound()
                .reading(
                    in -> {
                      Cell state = new Cell();
                      state.value = Math.abs(in.readDouble());
                      return state;
                    })),
        "expected");
  }

  @Test
  void aReadThatLeavesContentBehindIsFound() {
    assertBroken(lawsOf(CellMonoid.sound().reading(in -> new Cell())), "read 0 values");
  }

  @Test
  void aMinusZeroInTheContentIsFound() {
    assertBroken(
        lawsOf(CellMonoid.sound().writing((state, out) -> out.writeDouble(-0.0 * state.value))),
        "wrote");
  }

  @Test
  void aSumIsNotIdempotent() {
    assertBroken(lawsOf(CellMonoid.sound()).idempotent(), "a + a = a");
  }

  @Test
  void aSeedGivesTheSameFailureAgain() {
    MonoidLaws<Double, Cell> laws = lawsOf(CellMonoid.sound()).idempotent();
    Throwable first = thrownBy(laws);

    assertThatThrownBy(() -> laws.check(42)).hasMessage(first.getMessage());
  }

  private static Throwable thrownBy(MonoidLaws<?, ?> laws) {
    try {
      laws.check(42);
    } catch (AssertionError broken) {
      return broken;
    }
    throw new IllegalStateException("the laws were not broken");
  }
}
