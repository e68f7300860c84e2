package io.anabranch.domain.shift;

/**
 * A minute of the week, counted from Monday 00:00 in local time.
 *
 * @param minute 0 to 10,079
 */
public record WeekMinute(int minute) {

  public static final int PER_WEEK = 7 * 24 * 60;

  public WeekMinute {
    if (minute < 0 || minute >= PER_WEEK) {
      throw new IllegalArgumentException("minute " + minute + " of the week");
    }
  }
}
