package io.anabranch.apps.standalone.live;

import java.time.Duration;
import java.time.Instant;

/**
 * How a workload runs live.
 *
 * @param seed decides the input
 * @param recordsPerSecond the mean that its producers send, by the wall clock
 * @param every how often the batch layer publishes
 * @param start the simulated instant at which the input begins
 * @param speedUp how many simulated seconds pass in a second
 * @param fullMemory the share of the old generation that may be in use after it was collected:
 *     above it producers rest, since everything is kept in memory
 */
public record LiveSettings(
    long seed,
    double recordsPerSecond,
    Duration every,
    Instant start,
    double speedUp,
    double fullMemory) {

  /** The seed of a demo of which none is told. */
  public static final long SEED = 1;

  /** A Monday in autumn, one and a half hours before a shift ends. */
  private static final Instant MONDAY = Instant.parse("2026-10-05T10:30:00Z");

  /** A day takes two and a half minutes. */
  private static final double TEN_MINUTES_A_SECOND = 600;

  private static final double FULL_MEMORY = 0.5;

  public LiveSettings {
    if (!(recordsPerSecond > 0)
        || Double.isInfinite(recordsPerSecond)
        || every.isNegative()
        || every.isZero()
        || !(speedUp > 0)) {
      throw new IllegalArgumentException("a rate, a pace and a period are above 0");
    }
  }

  /** With a seed, a rate and a period; the rest as a demo has it. */
  public static LiveSettings of(long seed, double recordsPerSecond, Duration every) {
    return new LiveSettings(
        seed, recordsPerSecond, every, MONDAY, TEN_MINUTES_A_SECOND, FULL_MEMORY);
  }
}
