package io.anabranch.apps.ingest.generate;

/** Relative traffic by hour and day of the week, with a mean of 1, and the times of bursts. */
enum TrafficProfile {
  /** Nearly constant: sensors report at fixed intervals. */
  EVEN(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  /** Batch jobs at night, users by day. */
  MACHINES(9, 10, 9, 8, 7, 7, 8, 9, 11, 12, 12, 12, 11, 11, 12, 12, 11, 11, 10, 9, 9, 9, 9, 9),
  /** Peaks at breakfast, lunch and the way home. */
  MEALS(2, 1, 1, 1, 2, 4, 9, 14, 14, 13, 13, 16, 20, 19, 14, 13, 14, 17, 15, 11, 9, 7, 5, 3),
  /** Busiest after work. */
  EVENINGS(9, 6, 4, 3, 3, 4, 6, 8, 10, 11, 11, 12, 13, 12, 12, 12, 12, 13, 15, 17, 18, 17, 14, 11);

  private static final int HOURS = 24;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final int SECONDS_PER_DAY = 86_400;

  /** One burst of twenty minutes in every six hours. */
  private static final int BURST_WINDOW = 6 * 3600;

  private static final int BURST_SECONDS = 20 * 60;
  private static final double BURST = 2.0;
  private static final double SATURDAY_AND_SUNDAY = 0.85;
  private static final double MONDAY_TO_FRIDAY = 1.06;

  @SuppressWarnings("ImmutableEnumChecker") // written by the constructor only
  private final double[] hours = new double[HOURS];

  TrafficProfile(int... weights) {
    double sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    for (int hour = 0; hour < HOURS; hour++) {
      hours[hour] = weights[hour] * HOURS / sum;
    }
  }

  /** Traffic relative to the mean at an instant, in seconds since 1970. */
  double at(double second, long seed) {
    double ofDay = second % SECONDS_PER_DAY / SECONDS_PER_HOUR;
    int hour = (int) ofDay;
    double fraction = ofDay - hour;
    double busy = hours[hour] * (1 - fraction) + hours[(hour + 1) % HOURS] * fraction;
    long day = (long) (second / SECONDS_PER_DAY);
    boolean isWeekend = Math.floorMod(day + 3, 7) >= 5; // 1970 began on a Thursday
    busy *= isWeekend ? SATURDAY_AND_SUNDAY : MONDAY_TO_FRIDAY;
    return isBurst(second, seed) ? busy * BURST : busy;
  }

  /** Whether an instant is in a burst. */
  boolean isBurst(double second, long seed) {
    long window = (long) (second / BURST_WINDOW);
    long mixed = (window + 1) * 0x9E37_79B9_7F4A_7C15L ^ seed * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ mixed >>> 31) * 0x94D0_49BB_1331_11EBL;
    double start =
        window * (double) BURST_WINDOW + Math.floorMod(mixed >>> 17, BURST_WINDOW - BURST_SECONDS);
    return second >= start && second < start + BURST_SECONDS;
  }
}
