package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  private static ExactSum sumOf(double... terms) {
    ExactSum sum = new ExactSum();
    for (double term : terms) {
      sum.add(term);
    }
    return sum;
  }

  private static RecordedState written(ExactSum sum) {
    RecordedState recorded = new RecordedState();
    sum.write(recorded);
    return recorded;
  }

  /** The sum in units of 2^-2148. */
  private static BigInteger units(ExactSum sum) {
    Dyadic exact = sum.exact();
    int shift = exact.exponent() + 2148;
    BigInteger units = exact.significand().shiftLeft(shift);
    assertThat(units.shiftRight(shift)).isEqualTo(exact.significand());
    return units;
  }

  @Test
  void sumsEveryKindOfTermAsIntegerArithmeticDoes() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      String what = "seed " + seed + " round " + round;
      ExactSum sum = new ExactSum();
      BigInteger expected = BigInteger.ZERO;
      for (int left = random.nextInt(30); left > 0; left--) {
        double a = random.nextBoolean() ? Numbers.any(random) : Numbers.anyBits(random);
        double b = random.nextBoolean() ? Numbers.any(random) : Numbers.anyBits(random);
        long units = random.nextLong() >> random.nextInt(64);
        switch (random.nextInt(3)) {
          case 0 -> {
            sum.add(a);
            expected = expected.add(Numbers.units(a));
          }
          case 1 -> {
            sum.addProduct(a, b);
            expected = expected.add(product(Numbers.units(a), Numbers.units(b)));
          }
          default -> {
            sum.addProduct(units, a);
            expected = expected.add(Numbers.units(a).multiply(BigInteger.valueOf(units)));
          }
        }
      }

      assertThat(units(sum)).as(what).isEqualTo(expected);
      assertThat(sum.rounded()).as(what).isEqualTo(Numbers.presented(expected, Numbers.one()));
    }
  }

  private static BigInteger product(BigInteger a, BigInteger b) {
    BigInteger[] product = a.multiply(b).divideAndRemainder(Numbers.one());
    assertThat(product[1]).isZero();
    return product[0];
  }

  @Test
  void keepsWhatFloatingPointAdditionLoses() {
    assertThat(sumOf(1e100, 1.0, -1e100).rounded()).contains(1.0);
    assertThat(sumOf(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE).rounded())
        .contains(Double.MIN_VALUE);
    assertThat(sumOf(0.1, 0.2, 0.3, -0.6).rounded()).contains(0x1p-55);
  }

  @Test
  void addsSubnormals() {
    assertThat(sumOf(Double.MIN_VALUE, Double.MIN_VALUE).rounded()).contains(2 * Double.MIN_VALUE);
    assertThat(sumOf(Math.nextDown(Double.MIN_NORMAL), Double.MIN_VALUE).rounded())
        .contains(Double.MIN_NORMAL);
    assertThat(sumOf(Double.MIN_NORMAL, -Double.MIN_VALUE).rounded())
        .contains(Math.nextDown(Double.MIN_NORMAL));
  }

  @Test
  void roundsHalfwayToTheEvenNeighbour() {
    assertThat(sumOf(0x1p53, 1).rounded()).contains(0x1p53);
    assertThat(sumOf(0x1p53, 3).rounded()).contains(0x1p53 + 4);
    assertThat(sumOf(-0x1p53, -1).rounded()).contains(-0x1p53);
    assertThat(sumOf(0x1p53, 1, Double.MIN_VALUE).rounded()).contains(0x1p53 + 2);
    assertThat(sumOf(0x1p53, 1, -Double.MIN_VALUE).rounded()).contains(0x1p53);
    assertThat(sumOf(0x1p53, 3, -Double.MIN_VALUE).rounded()).contains(0x1p53 + 2);
  }

  @Test
  void roundsAProductBelowTheSubnormalsHalfToEven() {
    ExactSum half = new ExactSum();
    half.addProduct(Double.MIN_VALUE, 0.5);
    assertThat(half.rounded()).contains(0.0);

    half.addProduct(Double.MIN_VALUE, Double.MIN_VALUE);
    assertThat(half.rounded()).contains(Double.MIN_VALUE);

    ExactSum oneAndAHalf = sumOf(Double.MIN_VALUE);
    oneAndAHalf.addProduct(Double.MIN_VALUE, 0.5);
    assertThat(oneAndAHalf.rounded()).contains(2 * Double.MIN_VALUE);
  }

  @Test
  void aNegativeSumThatRoundsToZeroIsNotMinusZero() {
    ExactSum sum = new ExactSum();
    sum.addProduct(Double.MIN_VALUE, -Double.MIN_VALUE);

    assertThat(Double.doubleToRawLongBits(sum.rounded().get())).isZero();
    assertThat(Double.doubleToRawLongBits(sumOf(-0.0).rounded().get())).isZero();
  }

  @Test
  void hasNoDoubleBeyondTheGreatestAndComesBack() {
    ExactSum sum = sumOf(Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(sum.rounded()).isEmpty();

    sum.add(-Double.MAX_VALUE);
    assertThat(sum.rounded()).contains(Double.MAX_VALUE);
  }

  @Test
  void overflowsOnlyFromHalfAUnitPastTheGreatest() {
    double halfAUnit = 0x1p970;

    assertThat(sumOf(Double.MAX_VALUE, Math.nextDown(halfAUnit)).rounded())
        .contains(Double.MAX_VALUE);
    assertThat(sumOf(Double.MAX_VALUE, halfAUnit).rounded()).isEmpty();
    assertThat(sumOf(-Double.MAX_VALUE, -halfAUnit).rounded()).isEmpty();
  }

  @Test
  void holdsTheSquareOfTheGreatestManyTimes() {
    ExactSum sum = new ExactSum();
    for (int i = 0; i < 62; i++) {
      sum.merge(sum);
      sum.addProduct(Double.MAX_VALUE, Double.MAX_VALUE);
    }
    BigInteger greatest = Numbers.units(Double.MAX_VALUE);
    BigInteger expected =
        product(greatest, greatest).multiply(BigInteger.ONE.shiftLeft(62).subtract(BigInteger.ONE));

    assertThat(units(sum)).isEqualTo(expected);
    assertThat(written(ExactSum.read(written(sum).reader()))).isEqualTo(written(sum));
  }

  /** Terms with all bits set: at one of 32 exponents they fill a chunk as fast as possible. */
  private static List<Double> fillingTerms() {
    List<Double> terms = new ArrayList<>();
    for (int exponent = 0; exponent < 32; exponent++) {
      terms.add(Math.scalb(0x1.fffffffffffffp0, -exponent));
      terms.add(-Math.scalb(0x1.fffffffffffffp0, -exponent));
    }
    return terms;
  }

  @Test
  void carriesNeverOverflowAChunkHoweverManyTerms() {
    int count = 10_000;
    for (double term : fillingTerms()) {
      ExactSum sum = new ExactSum();
      ExactSum products = new ExactSum();
      for (int i = 0; i < count; i++) {
        sum.add(term);
        products.addProduct(Long.MIN_VALUE, term);
      }

      BigInteger expected = Numbers.units(term).multiply(BigInteger.valueOf(count));
      assertThat(units(sum)).isEqualTo(expected);
      assertThat(units(products)).isEqualTo(expected.multiply(BigInteger.valueOf(Long.MIN_VALUE)));
    }
  }

  @Test
  void carriesNeverOverflowAChunkThroughMerges() {
    int count = 2_000;
    int merges = 20;
    for (double term : fillingTerms()) {
      ExactSum part = new ExactSum();
      ExactSum sum = new ExactSum();
      for (int i = 0; i < count; i++) {
        part.add(term);
        sum.add(term);
      }
      for (int i = 0; i < merges; i++) {
        sum.merge(part);
      }

      assertThat(units(sum))
          .isEqualTo(Numbers.units(term).multiply(BigInteger.valueOf(count * (merges + 1L))));
    }
  }

  @Test
  void isWrittenAsItsValueHoweverItWasMade() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      List<Double> noise = new ArrayList<>();
      for (int left = random.nextInt(8); left > 0; left--) {
        noise.add(Numbers.anyBits(random));
      }
      double value = Numbers.any(random);
      ExactSum detour = new ExactSum();
      noise.forEach(detour::add);
      detour.add(value);
      noise.forEach(term -> detour.add(-term));

      assertThat(written(detour))
          .as("seed %s round %s", seed, round)
          .isEqualTo(written(sumOf(value)));
    }
  }

  @Test
  void aTotalThatCancelsIsWrittenAsNothing() {
    ExactSum sum = sumOf(1e300, -1e-300, 0.1);
    sum.addProduct(3, 0.5);
    sum.addProduct(-1.5, 1.0);
    sum.add(-0.1);
    sum.add(1e-300);
    sum.add(-1e300);

    assertThat(written(sum)).isEqualTo(RecordedState.content(0)).isEqualTo(written(new ExactSum()));
  }

  @Test
  void smallIntegersAreWrittenSmall() {
    assertThat(written(sumOf(45))).isEqualTo(RecordedState.content(1, 45));
    assertThat(written(sumOf(-45))).isEqualTo(RecordedState.content(-1, 45));
    assertThat(written(sumOf(0x1p64))).isEqualTo(RecordedState.content(1, (2L << 32) | 1));
  }

  @Test
  void writesOnlyChunksThatAreNotZero() {
    assertThat(written(sumOf(Double.MAX_VALUE, Double.MIN_VALUE)).size()).isLessThanOrEqualTo(4);
  }

  @Test
  void refusesWhatIsNotFinite() {
    ExactSum sum = sumOf(1);

    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> sum.add(bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sum.addProduct(0.0, bad))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> sum.addProduct(0L, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(sum.rounded()).contains(1.0);
  }
}
