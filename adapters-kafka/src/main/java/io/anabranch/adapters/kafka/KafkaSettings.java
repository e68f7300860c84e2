package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;

/**
 * Which Kafka to use, and how to reach it.
 *
 * @param bootstrapServers {@code host:port}, or several separated by commas
 * @param client further properties of Kafka's clients by Kafka's names: {@code security.protocol},
 *     {@code ssl.*}, {@code sasl.*}, buffers. They may hold secrets, so their values are never
 *     shown. Properties that exactness depends on cannot be set.
 * @param timeout how long a call may take before it fails
 * @param topicPrefix prepended to the name of every topic in Kafka, and removed from names that are
 *     read; installations with different prefixes share no topics
 */
public record KafkaSettings(
    String bootstrapServers,
    SortedMap<String, String> client,
    Duration timeout,
    String topicPrefix) {

  /** The default timeout of a call. */
  public static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(100);
  private static final int PORT_LIMIT = 65_536;

  private static final Set<String> FIXED =
      Set.of(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
          CommonClientConfigs.GROUP_ID_CONFIG,
          CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
          CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
          ConsumerConfig.GROUP_PROTOCOL_CONFIG,
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ConsumerConfig.CHECK_CRCS_CONFIG,
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ProducerConfig.PARTITIONER_CLASS_CONFIG,
          ProducerConfig.ACKS_CONFIG,
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG,
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION);

  private static final Set<String> CONSUMER = ConsumerConfig.configNames();
  private static final Set<String> PRODUCER = ProducerConfig.configNames();
  private static final Set<String> ADMIN = AdminClientConfig.configNames();

  /**
   * Checks everything that can be checked without connecting.
   *
   * @throws IllegalArgumentException if a value is invalid; the message says what is expected
   */
  public KafkaSettings {
    client = Collections.unmodifiableSortedMap(new TreeMap<>(client));
    if (timeout.compareTo(MIN_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "the Kafka timeout " + timeout + " is too short: set " + MIN_TIMEOUT + " or more");
    }
    checkServers(bootstrapServers);
    client.keySet().forEach(KafkaSettings::checkName);
  }

  /** Without TLS and authentication, for a Kafka on the same machine. */
  public static KafkaSettings of(String bootstrapServers) {
    return new KafkaSettings(bootstrapServers, new TreeMap<>(), TIMEOUT, "");
  }

  /** Adds properties of Kafka's clients. */
  public KafkaSettings withClient(Map<String, String> properties) {
    SortedMap<String, String> more = new TreeMap<>(client);
    more.putAll(properties);
    return new KafkaSettings(bootstrapServers, more, timeout, topicPrefix);
  }

  public KafkaSettings withTimeout(Duration duration) {
    return new KafkaSettings(bootstrapServers, client, duration, topicPrefix);
  }

  /** The same Kafka with another topic prefix. */
  public KafkaSettings withTopicPrefix(String prefix) {
    return new KafkaSettings(bootstrapServers, client, timeout, prefix);
  }

  /** The name of a partition in Kafka. */
  TopicPartition toKafka(Partition partition) {
    return new TopicPartition(toKafka(partition.topic().name()), partition.number());
  }

  /** The name of a topic in Kafka. */
  String toKafka(String topic) {
    return topicPrefix + topic;
  }

  /** Shows the names of the client properties, not their values, which may be passwords. */
  @Override
  public String toString() {
    return "Kafka at "
        + bootstrapServers
        + ", timeout "
        + timeout
        + (client.isEmpty() ? "" : ", client properties " + client.keySet());
  }

  int timeoutMillis() {
    return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
  }

  /** The properties of a consumer. Client properties of these settings override the argument. */
  Map<String, Object> consumer(Map<String, Object> properties) {
    return merge(CONSUMER, properties);
  }

  Map<String, Object> producer(Map<String, Object> properties) {
    return merge(PRODUCER, properties);
  }

  Map<String, Object> admin() {
    return merge(ADMIN, Map.of());
  }

  private Map<String, Object> merge(Set<String> known, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>();
    // Kafka's default of one second delays the recovery after a restart of a broker.
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L);
    all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis());
    all.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, (long) timeoutMillis());
    all.put(
        CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, (long) timeoutMillis());
    if (known.contains(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
      all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis());
    }
    all.putAll(properties);
    client.forEach(
        (name, value) -> {
          if (known.contains(name)) {
            all.put(name, value);
          }
        });
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return all;
  }

  private static void checkServers(String servers) {
    for (String server : servers.split(",", -1)) {
      if (!isHostAndPort(server.strip())) {
        throw new IllegalArgumentException(
            "bootstrap servers \""
                + servers
                + "\" are invalid: expected host:port, or several separated by commas (example:"
                + " 127.0.0.1:9092)");
      }
    }
  }

  private static boolean isHostAndPort(String server) {
    int colon = server.lastIndexOf(':');
    if (colon < 1 || server.substring(0, colon).matches(".*[\\s/].*")) {
      return false;
    }
    String host = server.substring(0, colon);
    boolean isName = host.indexOf(':') < 0 || (host.startsWith("[") && host.endsWith("]"));
    try {
      int port = Integer.parseInt(server.substring(colon + 1));
      return isName && port > 0 && port < PORT_LIMIT;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void checkName(String name) {
    if (FIXED.contains(name)) {
      throw new IllegalArgumentException(
          "the Kafka client property " + name + " cannot be set: remove it");
    }
    if (!CONSUMER.contains(name) && !PRODUCER.contains(name) && !ADMIN.contains(name)) {
      throw new IllegalArgumentException(
          "unknown Kafka client property " + name + "; did you mean " + nearest(name) + "?");
    }
  }

  private static String nearest(String name) {
    TreeSet<String> all = new TreeSet<>(CONSUMER);
    all.addAll(PRODUCER);
    all.addAll(ADMIN);
    all.removeAll(FIXED);
    Option<String> best = Option.none();
    int least = Integer.MAX_VALUE;
    for (String known : all) {
      int distance = distance(name, known);
      if (distance < least) {
        least = distance;
        best = Option.some(known);
      }
    }
    return best.get();
  }

  /** The Levenshtein distance. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
