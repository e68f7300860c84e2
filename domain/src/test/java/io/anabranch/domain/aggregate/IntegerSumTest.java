package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class IntegerSumTest {

  private static long any(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> Long.MAX_VALUE;
      case 1 -> Long.MIN_VALUE;
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(IntegerSum.MONOID, IntegerSum::add, IntegerSumTest::any).check();
  }

  @Test
  void neverWraps() {
    RandomGenerator random = new SplittableRandom(7);
    for (int round = 0; round < 2_000; round++) {
      IntegerSum sum = IntegerSum.MONOID.zero();
      BigInteger expected = BigInteger.ZERO;
      for (int left = random.nextInt(6); left > 0; left--) {
        long term = any(random);
        sum.add(term);
        expected = expected.add(BigInteger.valueOf(term));
      }

      assertThat(sum.toBigInteger()).isEqualTo(expected);
      assertThat(sum.fitsLong()).isEqualTo(expected.bitLength() < 64);
      assertThat(RecordedState.of(IntegerSum.MONOID, sum).readBy(IntegerSum.MONOID).toBigInteger())
          .isEqualTo(expected);
    }
  }

  @Test
  void isALongWhereOneHoldsIt() {
    IntegerSum sum = IntegerSum.MONOID.zero();
    sum.add(Long.MAX_VALUE);
    assertThat(sum.toLongExact()).isEqualTo(Long.MAX_VALUE);

    sum.add(1);
    assertThatThrownBy(sum::toLongExact)
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("9223372036854775808");
  }

  @Test
  void aSumThatFitsALongIsWrittenAsItself() {
    IntegerSum sum = IntegerSum.MONOID.zero();
    sum.add(-3);

    assertThat(RecordedState.of(IntegerSum.MONOID, sum)).isEqualTo(RecordedState.content(0, -3));
  }
}
