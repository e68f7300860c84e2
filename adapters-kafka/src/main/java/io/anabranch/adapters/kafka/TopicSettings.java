package io.anabranch.adapters.kafka;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The settings of a topic.
 *
 * @param replicas copies of each partition; with two or more, two must hold a record before it is
 *     acknowledged
 * @param retention how long records are kept; none: forever
 */
public record TopicSettings(
    String name,
    int partitions,
    int replicas,
    Option<Duration> retention,
    Timestamps timestamps,
    Cleanup cleanup) {

  /**
   * The meaning of a record's timestamp. Retention uses it: a record whose timestamp is a year old
   * is due for deletion as soon as it is appended, archived or not.
   */
  public enum Timestamps {
    /** The time of the append ({@code LogAppendTime}), whatever the producer sends. */
    OF_ARRIVAL("LogAppendTime"),
    /** The time that the producer sends ({@code CreateTime}). */
    OF_PRODUCER("CreateTime");

    private final String configValue;

    Timestamps(String configValue) {
      this.configValue = configValue;
    }
  }

  /** Which records are deleted. */
  public enum Cleanup {
    /** Records older than the retention. */
    BY_AGE(TopicConfig.CLEANUP_POLICY_DELETE),
    /** All records of a key but the last. */
    BY_KEY(TopicConfig.CLEANUP_POLICY_COMPACT);

    private final String configValue;

    Cleanup(String configValue) {
      this.configValue = configValue;
    }
  }

  /** The default retention of events: enough time to repair an archiver. */
  public static final Duration RETENTION = Duration.ofDays(7);

  private static final long FOREVER = -1;

  public TopicSettings {
    if (!name.matches("[A-Za-z0-9._-]{1,249}") || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a topic name: use 1 to 249 letters, digits, dots, _ and -");
    }
    if (partitions < 1 || replicas < 1 || replicas > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "topic "
              + name
              + " needs at least 1 partition and 1 replica, not "
              + partitions
              + " and "
              + replicas);
    }
    if (retention.exists(age -> age.isNegative() || age.isZero())) {
      throw new IllegalArgumentException(
          "the retention of topic " + name + " must be positive, not " + retention.get());
    }
  }

  /** A topic of live events: kept for a week, timestamped by the log. */
  public static TopicSettings events(String name, int partitions) {
    return new TopicSettings(
        name, partitions, 1, Option.some(RETENTION), Timestamps.OF_ARRIVAL, Cleanup.BY_AGE);
  }

  /** A topic of recorded events: kept forever, with the timestamps of the recording. */
  public static TopicSettings recorded(String name, int partitions) {
    return events(name, partitions).with(Option.<Duration>none()).with(Timestamps.OF_PRODUCER);
  }

  /** A topic of reference data: one partition, not compacted, kept forever. */
  public static TopicSettings reference(String name) {
    return events(name, 1).with(Option.<Duration>none());
  }

  /** A topic for {@link KafkaRejectedEvents}: compacted, kept forever. */
  public static TopicSettings rejected(String name, int partitions) {
    return new TopicSettings(
        name, partitions, 1, Option.none(), Timestamps.OF_ARRIVAL, Cleanup.BY_KEY);
  }

  TopicSettings named(String other) {
    return new TopicSettings(other, partitions, replicas, retention, timestamps, cleanup);
  }

  public TopicSettings withReplicas(int copies) {
    return new TopicSettings(name, partitions, copies, retention, timestamps, cleanup);
  }

  /** With another retention; none: forever. */
  public TopicSettings with(Option<Duration> duration) {
    return new TopicSettings(name, partitions, replicas, duration, timestamps, cleanup);
  }

  public TopicSettings with(Timestamps meaning) {
    return new TopicSettings(name, partitions, replicas, retention, meaning, cleanup);
  }

  /** As Kafka's topic configuration. */
  SortedMap<String, String> configs() {
    SortedMap<String, String> configs = new TreeMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.configValue);
    configs.put(
        TopicConfig.RETENTION_MS_CONFIG,
        String.valueOf(retention.map(Duration::toMillis).getOrElse(FOREVER)));
    configs.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(FOREVER));
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps.configValue);
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(Math.min(2, replicas)));
    configs.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    return configs;
  }
}
