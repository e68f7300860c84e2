package io.anabranch.apps.standalone.live;

import java.time.Duration;
import java.time.Instant;

/**
 * The settings of a live workload.
 *
 * @param seed of the generated input
 * @param recordsPerSecond mean rate of its producers in wall-clock time
 * @param every how often the batch layer publishes
 * @param start simulated time at which the input begins
 * @param speedUp simulated seconds per wall-clock second
 * @param fullMemory the share of the old generation that may be in use after a collection; above it
 *     producers pause, because all data is kept in memory
 */
public record LiveSettings(
    long seed,
    double recordsPerSecond,
    Duration every,
    Instant start,
    double speedUp,
    double fullMemory) {

  /** Default seed of a demo. */
  public static final long SEED = 1;

  /** A Monday in autumn, one and a half hours before a shift ends. */
  private static final Instant MONDAY = Instant.parse("2026-10-05T10:30:00Z");

  /** A simulated day takes 2.4 minutes. */
  private static final double TEN_MINUTES_A_SECOND = 600;

  private static final double FULL_MEMORY = 0.5;

  public LiveSettings {
    if (!(recordsPerSecond > 0)
        || Double.isInfinite(recordsPerSecond)
        || every.isNegative()
        || every.isZero()
        || !(speedUp > 0)) {
      throw new IllegalArgumentException("rate, speed-up and period must be positive");
    }
  }

  /** Settings with a seed, a rate and a period; the others as in the demo. */
  public static LiveSettings of(long seed, double recordsPerSecond, Duration every) {
    return new LiveSettings(
        seed, recordsPerSecond, every, MONDAY, TEN_MINUTES_A_SECOND, FULL_MEMORY);
  }
}
