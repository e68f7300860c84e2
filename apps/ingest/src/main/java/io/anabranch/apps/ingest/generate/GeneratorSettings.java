package io.anabranch.apps.ingest.generate;

import java.time.Instant;

/**
 * What decides a history: equal settings give equal records.
 *
 * @param start the simulated instant at which it begins
 * @param recordsPerSecond the mean over a week, per second of simulated time; the hour of the day,
 *     the day of the week and bursts make it more or less
 */
public record GeneratorSettings(long seed, Instant start, double recordsPerSecond) {

  public GeneratorSettings {
    if (!(recordsPerSecond > 0) || Double.isInfinite(recordsPerSecond)) {
      throw new IllegalArgumentException(recordsPerSecond + " records per second");
    }
  }
}
