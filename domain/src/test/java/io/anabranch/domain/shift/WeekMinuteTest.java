package io.anabranch.domain.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import org.junit.jupiter.api.Test;

class WeekMinuteTest {

  @Test
  void countsFromMondayMidnight() {
    assertThat(WeekMinute.of(DayOfWeek.MONDAY, 0, 0)).isEqualTo(new WeekMinute(0));
    assertThat(WeekMinute.of(DayOfWeek.TUESDAY, 1, 2)).isEqualTo(new WeekMinute(1502));
    assertThat(WeekMinute.of(DayOfWeek.SUNDAY, 23, 59)).isEqualTo(new WeekMinute(10_079));
  }

  @Test
  void takesMidnightAtADaysEndForTheNextDaysStart() {
    assertThat(WeekMinute.of(DayOfWeek.MONDAY, 24, 0))
        .isEqualTo(WeekMinute.of(DayOfWeek.TUESDAY, 0, 0));
    assertThat(WeekMinute.of(DayOfWeek.SUNDAY, 24, 0)).isEqualTo(new WeekMinute(0));
  }

  @Test
  void refusesWhatIsNoTimeOfDay() {
    assertThatThrownBy(() -> WeekMinute.of(DayOfWeek.MONDAY, 24, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WeekMinute.of(DayOfWeek.MONDAY, 12, 60))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WeekMinute.of(DayOfWeek.MONDAY, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WeekMinute.of(DayOfWeek.MONDAY, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WeekMinute.of(DayOfWeek.MONDAY, Integer.MAX_VALUE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsItsDayAndTime() {
    WeekMinute minute = WeekMinute.of(DayOfWeek.SUNDAY, 22, 7);

    assertThat(minute.dayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
    assertThat(minute.hour()).isEqualTo(22);
    assertThat(minute.minuteOfHour()).isEqualTo(7);
    assertThat(new WeekMinute(1).minutesAfter(minute)).isEqualTo(114);
  }
}
