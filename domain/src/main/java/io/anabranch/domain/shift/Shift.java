package io.anabranch.domain.shift;

/**
 * A shift: one continuous span of the week, half-open; one that ends where it starts is the whole
 * week.
 *
 * @param name not empty
 */
public record Shift(String name, WeekMinute start, WeekMinute end) {

  public Shift {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a shift has a name");
    }
  }

  /** How long it is, in minutes: from one to a whole week. */
  public int minutes() {
    int minutes = end.minutesAfter(start);
    return minutes == 0 ? WeekMinute.PER_WEEK : minutes;
  }
}
