package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MomentsTest {

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(Moments.MONOID, Moments::add, Numbers::any).check();
  }

  @Test
  void keepsTheLawsOverValuesOfAnyExponent() {
    MonoidLaws.of(Moments.MONOID, Moments::add, Numbers::anyBits).rounds(100).check();
  }

  @Test
  void presentsWhatRationalArithmeticSays() {
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int round = 0; round < 3_000; round++) {
      List<Double> values = new ArrayList<>();
      int kind = random.nextInt(3);
      double centre = Numbers.any(random);
      for (int left = random.nextInt(1, 12); left > 0; left--) {
        values.add(
            switch (kind) {
              case 0 -> Numbers.any(random);
              case 1 -> Numbers.anyBits(random);
              default -> near(centre, random);
            });
      }

      assertPresented(values, "seed " + seed + " round " + round + " values " + values);
    }
  }

  /** A value that differs from another in the last bits only. */
  private static double near(double centre, RandomGenerator random) {
    double value = centre;
    for (int steps = random.nextInt(4); steps > 0; steps--) {
      value = Math.nextAfter(value, random.nextBoolean() ? 1e300 : -1e300);
    }
    return value;
  }

  private static void assertPresented(List<Double> values, String what) {
    BigInteger n = BigInteger.valueOf(values.size());
    BigInteger sum = BigInteger.ZERO;
    BigInteger squares = BigInteger.ZERO;
    for (double value : values) {
      BigInteger units = Numbers.units(value);
      sum = sum.add(units);
      squares = squares.add(units.multiply(units));
    }
    BigInteger one = Numbers.one();
    Moments moments = moments(values);

    assertThat(moments.count()).as(what).isEqualTo(values.size());
    assertThat(moments.sum()).as("sum, " + what).isEqualTo(Numbers.presented(sum, one));
    assertThat(moments.mean())
        .as("mean, " + what)
        .isEqualTo(Numbers.presented(sum, one.multiply(n)));
    assertThat(moments.variance())
        .as("variance, " + what)
        .isEqualTo(
            values.size() < 2
                ? Option.none()
                : Numbers.presented(
                    squares.multiply(n).subtract(sum.multiply(sum)),
                    one.multiply(one).multiply(n).multiply(n.subtract(BigInteger.ONE))));
    assertThat(moments.min().get())
        .as("min, " + what)
        .isEqualTo(0.0 + values.stream().min(Double::compare).get());
    assertThat(moments.max().get())
        .as("max, " + what)
        .isEqualTo(0.0 + values.stream().max(Double::compare).get());
  }

  private static Moments moments(Iterable<Double> values) {
    Moments moments = Moments.MONOID.zero();
    values.forEach(moments::add);
    return moments;
  }

  private static Moments momentsOf(Double... values) {
    return moments(List.of(values));
  }

  @Test
  void nothingHasASumAndNothingElse() {
    Moments nothing = Moments.MONOID.zero();

    assertThat(nothing.count()).isZero();
    assertThat(nothing.sum()).isEqualTo(Option.some(0.0));
    assertThat(nothing.min()).isEmpty();
    assertThat(nothing.max()).isEmpty();
    assertThat(nothing.mean()).isEmpty();
    assertThat(nothing.variance()).isEmpty();
  }

  @Test
  void oneValueIsItsOwnSumMeanAndExtremesAndHasNoVariance() {
    Moments one = momentsOf(98.5);

    assertThat(one.sum()).contains(98.5);
    assertThat(one.mean()).contains(98.5);
    assertThat(one.min()).contains(98.5);
    assertThat(one.max()).contains(98.5);
    assertThat(one.variance()).isEmpty();
  }

  @Test
  void oneValueIsWrittenAsItsCountAndItself() {
    assertThat(RecordedState.of(Moments.MONOID, momentsOf(98.5)))
        .isEqualTo(RecordedState.content(1, 98.5));
  }

  @Test
  void twoValuesAreWrittenAsTheirExtremesAlone() {
    assertThat(RecordedState.of(Moments.MONOID, momentsOf(2.0, -1.0)))
        .isEqualTo(RecordedState.content(2, -1.0, 2.0));
  }

  @Test
  void minusZeroCountsAsZero() {
    Moments moments = momentsOf(-0.0);

    assertThat(moments.min()).contains(0.0);
    assertThat(moments.sum()).contains(0.0);
    assertThat(RecordedState.of(Moments.MONOID, moments))
        .isEqualTo(RecordedState.of(Moments.MONOID, momentsOf(0.0)));
  }

  @Test
  void equalValuesHaveNoVarianceToTheLastBit() {
    assertThat(momentsOf(0.1, 0.1, 0.1, 0.1, 0.1).variance()).contains(0.0);
  }

  @Test
  void nearlyEqualValuesKeepTheVarianceThatCancellationWouldLose() {
    assertThat(momentsOf(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).variance()).contains(30.0);
    assertThat(momentsOf(1.0, Math.nextUp(1.0)).variance()).contains(0x1p-105);
  }

  @Test
  void theVarianceOfTheGreatestDoublesHasNoDouble() {
    Moments moments = momentsOf(Double.MAX_VALUE, -Double.MAX_VALUE);

    assertThat(moments.variance()).isEmpty();
    assertThat(moments.mean()).contains(0.0);
    assertThat(momentsOf(1e308, 1e308, 1e308).variance()).contains(0.0);
  }

  @Test
  void aMeanIsPresentWhereTheSumHasNoDouble() {
    Moments moments = momentsOf(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE);

    assertThat(moments.sum()).isEmpty();
    assertThat(moments.mean()).contains(Double.MAX_VALUE);
  }

  @Test
  void aNonFiniteValueIsRefusedAndNotCounted() {
    Moments moments = momentsOf(1.0);

    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> moments.add(value)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(moments.count()).isEqualTo(1);
  }

  @Test
  void aStateMergesWithItself() {
    for (List<Double> values :
        List.of(List.<Double>of(), List.of(3.0), List.of(3.0, 4.0), List.of(1.0, 2.0, 4.0))) {
      Moments moments = moments(values);
      Moments.MONOID.merge(moments, moments);

      List<Double> twice = new ArrayList<>(values);
      twice.addAll(values);
      assertThat(RecordedState.of(Moments.MONOID, moments))
          .isEqualTo(RecordedState.of(Moments.MONOID, moments(twice)));
    }
  }

  @Test
  void contentThatNoStateWritesIsMalformed() {
    for (RecordedState content :
        List.of(
            RecordedState.content(-1),
            RecordedState.content(1),
            RecordedState.content(1, Double.NaN),
            RecordedState.content(1, -0.0),
            RecordedState.content(2, 1.0, 0.0),
            RecordedState.content(3, 1.0, 2.0, 200),
            RecordedState.content(3, 1.0, 2.0, 1, 0, 0),
            RecordedState.content(3, 1.0, 2.0, 2, 5L, -(1L << 32) | 5L, 0))) {
      assertThatThrownBy(() -> content.readBy(Moments.MONOID))
          .as(content.toString())
          .isInstanceOf(MalformedStateException.class);
    }
  }
}
