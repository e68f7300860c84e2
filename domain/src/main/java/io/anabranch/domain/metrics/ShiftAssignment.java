package io.anabranch.domain.metrics;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.shift.ShiftCalendar;

/** Assigns readings to shifts. */
public final class ShiftAssignment {

  private ShiftAssignment() {}

  /** The shift in which a reading was taken; {@link ShiftCalendar#UNASSIGNED} if there is none. */
  public static Utf8 assign(Reading reading, ShiftCalendar calendar) {
    return calendar.shiftAt(reading.epochSecond());
  }
}
