package io.anabranch.apps.launch.settings;

import java.time.Duration;

/**
 * How topics are created: section {@code topics}.
 *
 * @param replicas how many brokers hold each partition
 * @param retention how long Kafka keeps events
 */
public record NewTopics(int partitions, int replicas, Duration retention) {

  /** As the settings have it. */
  public static NewTopics of(Settings settings) throws SettingsException {
    return new NewTopics(
        settings.number("topics.partitions", 1),
        settings.number("topics.replicas", 1),
        settings.duration("topics.retention"));
  }
}
