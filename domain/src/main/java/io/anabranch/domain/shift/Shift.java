package io.anabranch.domain.shift;

/**
 * A shift: a continuous span of the week, half-open. If it ends where it starts, it is the whole
 * week.
 *
 * @param name not empty
 */
public record Shift(String name, WeekMinute start, WeekMinute end) {

  public Shift {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a shift must not be empty");
    }
  }

  /** The length in minutes, from one to a whole week. */
  public int minutes() {
    int minutes = end.minutesAfter(start);
    return minutes == 0 ? WeekMinute.PER_WEEK : minutes;
  }
}
