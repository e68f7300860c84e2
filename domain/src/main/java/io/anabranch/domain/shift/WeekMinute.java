package io.anabranch.domain.shift;

import java.time.DayOfWeek;

/**
 * A minute of the week, counted from Monday 00:00 in local time.
 *
 * @param minute 0 to 10,079
 */
public record WeekMinute(int minute) {

  public static final int PER_WEEK = 7 * 24 * 60;

  static final int PER_DAY = 24 * 60;

  public WeekMinute {
    if (minute < 0 || minute >= PER_WEEK) {
      throw new IllegalArgumentException(
          "minute " + minute + " is not in a week: it must be from 0 to 10,079");
    }
  }

  /**
   * A time of day on a day of the week. 24:00 is the start of the next day; on a Sunday it is the
   * start of the week.
   *
   * @throws IllegalArgumentException unless the time is from 00:00 to 24:00
   */
  public static WeekMinute of(DayOfWeek day, int hour, int minute) {
    if (hour < 0 || minute < 0 || minute > 59 || hour * 60L + minute > PER_DAY) {
      throw new IllegalArgumentException(hour + ":" + minute + " is not a time of day");
    }
    return new WeekMinute(((day.getValue() - 1) * PER_DAY + hour * 60 + minute) % PER_WEEK);
  }

  public DayOfWeek dayOfWeek() {
    return DayOfWeek.of(minute / PER_DAY + 1);
  }

  public int hour() {
    return minute % PER_DAY / 60;
  }

  public int minuteOfHour() {
    return minute % 60;
  }

  /** The minutes since another minute of the week, from 0 to less than a week. */
  public int minutesAfter(WeekMinute other) {
    return Math.floorMod(minute - other.minute, PER_WEEK);
  }
}
