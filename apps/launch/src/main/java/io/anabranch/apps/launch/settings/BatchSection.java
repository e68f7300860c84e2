package io.anabranch.apps.launch.settings;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The section {@code batch}.
 *
 * @param every how often the batch layer publishes
 * @param rowsInMemory the most rows that a fold keeps before it writes them
 */
public record BatchSection(Duration every, SegmentStore segments, int rowsInMemory) {

  /** Where segments are kept. */
  public enum SegmentStore {
    CASSANDRA,
    HDFS
  }

  static BatchSection of(Settings settings) throws SettingsException {
    return new BatchSection(
        settings.duration("batch.every"),
        settings.choice(
            "batch.segments",
            new TreeMap<>(Map.of("cassandra", SegmentStore.CASSANDRA, "hdfs", SegmentStore.HDFS))),
        settings.number("batch.rows-in-memory", 1));
  }
}
