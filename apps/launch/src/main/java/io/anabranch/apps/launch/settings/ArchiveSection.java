package io.anabranch.apps.launch.settings;

import java.time.Duration;

/**
 * The section {@code archive}.
 *
 * @param every how often the archiver looks for new records
 */
public record ArchiveSection(Duration every) {

  static ArchiveSection of(Settings settings) throws SettingsException {
    return new ArchiveSection(settings.duration("archive.every"));
  }
}
