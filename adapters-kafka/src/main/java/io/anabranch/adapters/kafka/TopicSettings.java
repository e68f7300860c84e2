package io.anabranch.adapters.kafka;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic is made.
 *
 * @param replicas copies of each partition, on as many brokers; with two or more, two must hold a
 *     record before it is acknowledged
 * @param retention how long records are kept; none: for ever
 */
public record TopicSettings(
    String name,
    int partitions,
    int replicas,
    Option<Duration> retention,
    Timestamps timestamps,
    Cleanup cleanup) {

  /**
   * What a record's timestamp tells. Retention goes by it: a record with a timestamp of last year
   * is due for deletion as soon as it stands there, archived or not.
   */
  public enum Timestamps {
    /** When the log took it ({@code LogAppendTime}): what the producer says is overwritten. */
    OF_ARRIVAL("LogAppendTime"),
    /** What its producer says ({@code CreateTime}). */
    OF_PRODUCER("CreateTime");

    private final String kafkas;

    Timestamps(String kafkas) {
      this.kafkas = kafkas;
    }
  }

  /** What is taken away as time goes by. */
  public enum Cleanup {
    /** What is older than the retention. */
    BY_AGE(TopicConfig.CLEANUP_POLICY_DELETE),
    /** Of the records of one key, all but the last. */
    BY_KEY(TopicConfig.CLEANUP_POLICY_COMPACT);

    private final String kafkas;

    Cleanup(String kafkas) {
      this.kafkas = kafkas;
    }
  }

  /** How long events stay, where nothing else is said: time enough to mend an archiver. */
  public static final Duration RETENTION = Duration.ofDays(7);

  private static final long FOR_EVER = -1;

  public TopicSettings {
    if (!name.matches("[A-Za-z0-9._-]{1,249}") || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" cannot be a topic's name: take up to 249 letters, digits, dots, _ and -");
    }
    if (partitions < 1 || replicas < 1 || replicas > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " has " + partitions + " partitions and " + replicas + " replicas: 1 or more");
    }
    if (retention.exists(age -> age.isNegative() || age.isZero())) {
      throw new IllegalArgumentException(name + " keeps nothing: retention " + retention.get());
    }
  }

  /** Events as they come: kept for a week from their arrival. */
  public static TopicSettings events(String name, int partitions) {
    return new TopicSettings(
        name, partitions, 1, Option.some(RETENTION), Timestamps.OF_ARRIVAL, Cleanup.BY_AGE);
  }

  /** Events of a recording, with the timestamps that they had: kept for ever. */
  public static TopicSettings recorded(String name, int partitions) {
    return events(name, partitions).with(Option.<Duration>none()).with(Timestamps.OF_PRODUCER);
  }

  /** Reference data, of which answers name a prefix: one partition, kept for ever and whole. */
  public static TopicSettings reference(String name) {
    return events(name, 1).with(Option.<Duration>none());
  }

  /** What {@link KafkaRejectedEvents} writes: kept for ever, of each event once. */
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

  /** Kept for so long; none: for ever. */
  public TopicSettings with(Option<Duration> longest) {
    return new TopicSettings(name, partitions, replicas, longest, timestamps, cleanup);
  }

  public TopicSettings with(Timestamps meaning) {
    return new TopicSettings(name, partitions, replicas, retention, meaning, cleanup);
  }

  /** By the names that Kafka has for them. */
  SortedMap<String, String> configs() {
    SortedMap<String, String> configs = new TreeMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.kafkas);
    configs.put(
        TopicConfig.RETENTION_MS_CONFIG,
        String.valueOf(retention.map(Duration::toMillis).getOrElse(FOR_EVER)));
    configs.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(FOR_EVER));
    configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, timestamps.kafkas);
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(Math.min(2, replicas)));
    configs.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    return configs;
  }
}
