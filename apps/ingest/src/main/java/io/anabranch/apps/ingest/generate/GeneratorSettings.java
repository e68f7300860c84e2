package io.anabranch.apps.ingest.generate;

import java.time.Instant;

/**
 * The settings of a generator. Equal settings give equal records.
 *
 * @param start simulated start time
 * @param recordsPerSecond mean rate over a week of simulated time; the actual rate varies with the
 *     hour of the day, the day of the week and bursts
 */
public record GeneratorSettings(long seed, Instant start, double recordsPerSecond) {

  public GeneratorSettings {
    if (!(recordsPerSecond > 0) || Double.isInfinite(recordsPerSecond)) {
      throw new IllegalArgumentException(
          "records per second must be positive and finite, was " + recordsPerSecond);
    }
  }
}
