package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RoundingTest {

  private static Option<Double> quotient(long numerator, long denominator, int exponent) {
    return Rounding.quotient(
        BigInteger.valueOf(numerator), BigInteger.valueOf(denominator), exponent);
  }

  @Test
  void isTheNearestDouble() {
    assertThat(quotient(1, 3, 0)).contains(1.0 / 3.0);
    assertThat(quotient(-1, 10, 0)).contains(-0.1);
    assertThat(quotient(0, 7, 3000)).contains(0.0);
    assertThat(quotient(1, 3, 1025)).contains(Math.scalb(1.0 / 3.0, 1025 - 2) * 4);
  }

  @Test
  void breaksTiesToEven() {
    assertThat(quotient((1L << 54) + 2, 2, 0)).contains(0x1p53);
    assertThat(quotient((1L << 54) + 6, 2, 0)).contains(0x1p53 + 4);
  }

  @Test
  void underflowsGradually() {
    assertThat(quotient(1, 1, -1074)).contains(Double.MIN_VALUE);
    assertThat(quotient(1, 1, -1075)).contains(0.0);
    assertThat(quotient(3, 1, -1075)).contains(2 * Double.MIN_VALUE);
    assertThat(quotient(5, 9, -1074)).contains(Double.MIN_VALUE);
    assertThat(quotient(4, 9, -1074)).contains(0.0);
    assertThat(quotient(-1, 1, -5000)).contains(0.0);
    assertThat(quotient((1L << 53) - 1, 1, -1075)).contains(Double.MIN_NORMAL);
  }

  @Test
  void hasNoDoubleFromHalfAUnitPastTheGreatest() {
    assertThat(quotient((1L << 53) - 1, 1, 971)).contains(Double.MAX_VALUE);
    assertThat(quotient((1L << 54) - 1, 1, 970)).isEmpty();
    assertThat(quotient((1L << 55) - 3, 1, 969)).contains(Double.MAX_VALUE);
    assertThat(quotient(-1, 1, 1024)).isEmpty();
  }

  @Test
  void agreesWithComparisonsForNumbersOfAnySize() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 3_000; round++) {
      BigInteger numerator = bits(random);
      BigInteger denominator = bits(random).abs().add(BigInteger.ONE);
      int exponent = random.nextInt(-1300, 1100);
      BigInteger scale = BigInteger.ONE.shiftLeft(Math.abs(exponent));

      assertThat(Rounding.quotient(numerator, denominator, exponent))
          .as("seed %s: %s / %s * 2^%s", seed, numerator, denominator, exponent)
          .isEqualTo(
              exponent < 0
                  ? Numbers.presented(numerator, denominator.multiply(scale))
                  : Numbers.presented(numerator.multiply(scale), denominator));
    }
  }

  /** An integer of up to 300 bits, often with few bits set, so that ties occur. */
  private static BigInteger bits(RandomGenerator random) {
    BigInteger bits = BigInteger.valueOf(random.nextLong());
    return switch (random.nextInt(4)) {
      case 0 -> bits.shiftRight(random.nextInt(64));
      case 1 -> bits.multiply(BigInteger.valueOf(random.nextLong())).shiftLeft(random.nextInt(170));
      case 2 ->
          BigInteger.ONE
              .shiftLeft(random.nextInt(120))
              .add(BigInteger.ONE.shiftLeft(random.nextInt(120)));
      default -> BigInteger.valueOf(random.nextInt(-20, 20));
    };
  }

  @Test
  void refusesADenominatorThatIsNotPositive() {
    assertThatThrownBy(() -> quotient(1, 0, 0)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> quotient(1, -2, 0)).isInstanceOf(ArithmeticException.class);
  }
}
