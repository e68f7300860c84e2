package io.anabranch.apps.launch.settings;

import java.time.Duration;

/**
 * The section {@code topics}: how topics are created.
 *
 * @param replicas how many brokers hold each partition
 * @param retention how long Kafka keeps events
 */
public record NewTopics(int partitions, int replicas, Duration retention) {

  static NewTopics of(Settings settings) throws SettingsException {
    return new NewTopics(
        settings.number("topics.partitions", 1),
        settings.number("topics.replicas", 1),
        settings.duration("topics.retention"));
  }
}
