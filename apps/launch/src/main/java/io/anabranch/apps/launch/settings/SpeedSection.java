package io.anabranch.apps.launch.settings;

import java.time.Duration;

/**
 * The section {@code speed}.
 *
 * @param linger how long the speed layer waits after a write: a row is written once for all records
 *     that arrive meanwhile
 * @param recordsPerStep the most records of a partition that are folded before a write
 */
public record SpeedSection(Duration linger, int recordsPerStep) {

  static SpeedSection of(Settings settings) throws SettingsException {
    return new SpeedSection(
        settings.duration("speed.linger"), settings.number("speed.records-per-step", 1));
  }
}
