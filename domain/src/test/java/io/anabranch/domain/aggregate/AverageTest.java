package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AverageTest {

  private static Average averageOf(double... values) {
    Average average = Average.MONOID.zero();
    for (double value : values) {
      average.add(value);
    }
    return average;
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(Average.MONOID, Average::add, Numbers::any).check();
  }

  @Test
  void isTheExactMeanRoundedOnce() {
    assertThat(averageOf(0.1, 0.2).mean()).contains(0.15000000000000002);
    assertThat(averageOf(1e100, 1, -1e100).mean()).contains(1.0 / 3.0);
    assertThat(averageOf(Double.MAX_VALUE, Double.MAX_VALUE).mean()).contains(Double.MAX_VALUE);
    assertThat(averageOf(7.25).mean()).contains(7.25);
    assertThat(averageOf(7.25, 1).count()).isEqualTo(2);
  }

  @Test
  void nothingHasNoMean() {
    assertThat(averageOf().mean()).isEmpty();
    assertThat(averageOf().count()).isZero();
  }

  @Test
  void oneValueIsWrittenAsItsCountAndItself() {
    assertThat(RecordedState.of(Average.MONOID, averageOf(-0.0)))
        .isEqualTo(RecordedState.content(1, 0.0));
  }

  @Test
  void aNonFiniteValueIsRefusedAndNotCounted() {
    Average average = averageOf(1, 2);

    assertThatThrownBy(() -> average.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThat(average.count()).isEqualTo(2);
  }

  @Test
  void aStateMergesWithItself() {
    for (double[] values : new double[][] {{}, {3}, {3, 4}}) {
      Average average = averageOf(values);
      Average.MONOID.merge(average, average);

      assertThat(average.count()).isEqualTo(2L * values.length);
      assertThat(average.mean()).isEqualTo(averageOf(values).mean());
    }
  }
}
