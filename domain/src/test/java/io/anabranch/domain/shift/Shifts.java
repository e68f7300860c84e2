package io.anabranch.domain.shift;

import java.time.DayOfWeek;
import java.util.Locale;

/** Shifts for tests. */
public final class Shifts {

  private Shifts() {}

  /** A shift from, for example, {@code sunday 22:00} to {@code monday 06:00}. */
  public static Shift aShift(String name, String start, String end) {
    return new Shift(name, weekMinute(start), weekMinute(end));
  }

  private static WeekMinute weekMinute(String text) {
    String[] parts = text.split("[ :]", 3);
    return WeekMinute.of(
        DayOfWeek.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]));
  }
}
