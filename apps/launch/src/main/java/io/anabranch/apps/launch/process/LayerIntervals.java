package io.anabranch.apps.launch.process;

import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * How often the layers work, and how much they do at a time.
 *
 * @param archive between two looks for new records
 * @param publish between two publications; none to publish once
 * @param linger how long the speed layer waits after a write: a row is written once for all records
 *     that arrive meanwhile
 * @param recordsPerStep the most records of a partition that the speed layer folds before a write
 * @param rowsInMemory the most rows that a batch keeps before it writes them
 */
public record LayerIntervals(
    Duration archive,
    Option<Duration> publish,
    Duration linger,
    int recordsPerStep,
    int rowsInMemory) {

  /**
   * The intervals of the settings.
   *
   * @param publish between two publications; none to publish once
   */
  public static LayerIntervals of(AnabranchSettings settings, Option<Duration> publish) {
    return new LayerIntervals(
        settings.archive().every(),
        publish,
        settings.speed().linger(),
        settings.speed().recordsPerStep(),
        settings.batch().rowsInMemory());
  }
}
