package io.anabranch.domain.metrics;

import static io.anabranch.domain.shift.Shifts.aShift;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.shift.ShiftCalendar;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShiftAssignmentTest {

  private static Reading aReadingAt(String time) {
    return new Reading(
        Utf8.of("worker01"), Utf8.of("cpu"), Instant.parse(time).getEpochSecond(), 1);
  }

  @Test
  void assignsAReadingAtMidnightToTheNightShift() {
    ShiftCalendar calendar =
        ShiftCalendar.of(
            List.of(aShift("noche", "sunday 22:00", "monday 06:00")), ZoneId.of("Europe/Madrid"));

    Utf8 shift = ShiftAssignment.assign(aReadingAt("2024-03-31T22:00:00Z"), calendar);

    assertThat(shift).hasToString("noche");
  }

  @Test
  void assignsAReadingOutsideOfAllShiftsToNone() {
    assertThat(ShiftAssignment.assign(aReadingAt("2024-03-31T22:00:00Z"), ShiftCalendar.NONE))
        .isEqualTo(ShiftCalendar.UNASSIGNED);
  }
}
