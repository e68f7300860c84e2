package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics that a workload needs. */
public final class KafkaTopics implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final KafkaSettings settings;
  private final TopicMetadata cluster;

  private KafkaTopics(KafkaSettings settings, TopicMetadata cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Whether Kafka answers is seen by the first call.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaTopics open(KafkaSettings settings) throws StoreFailure {
    return new KafkaTopics(settings, TopicMetadata.open(settings));
  }

  /**
   * Something that an existing topic has otherwise than it would be made.
   *
   * @param setting Kafka's name for it, or {@code partitions} or {@code replicas}
   */
  public record Difference(String topic, String setting, String is, String desired) {
    @Override
    public String toString() {
      return "topic " + topic + " has " + setting + " " + is + ", not " + desired;
    }
  }

  /**
   * Makes a topic, or leaves the one that is there as it is. Returns when it can be used; if it is
   * interrupted, when it is made.
   *
   * @return in what the one that is there differs; empty if in nothing
   */
  public Vector<Difference> create(TopicSettings asked) throws StoreFailure {
    TopicSettings topic = asked.named(settings.kafkas(asked.name()));
    String doing = "making topic " + topic.name();
    NewTopic desired =
        new NewTopic(
                topic.name(),
                Optional.of(topic.partitions()),
                Optional.of((short) topic.replicas()))
            .configs(topic.configs());
    try {
      cluster.awaitUninterrupted(cluster.admin().createTopics(List.of(desired)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return differences(topic);
      }
      throw cluster.trouble().unavailable(doing, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw cluster.trouble().unavailable(doing, e);
    }
    awaitUsable(topic.name(), topic.partitions());
    return Vector.empty();
  }

  /** The controller has it; brokers learn of it a moment later. */
  private void awaitUsable(String topic, int partitions) throws StoreFailure {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    while (!isUsable(topic, partitions)) {
      if (System.nanoTime() - deadline > 0) {
        throw cluster
            .trouble()
            .unavailable("waiting for topic " + topic + ", which is made, to have leaders");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isUsable(String topic, int partitions) throws StoreFailure {
    return cluster
        .describe(topic)
        .exists(
            there ->
                there.partitions().size() >= partitions
                    && there.partitions().stream()
                        .allMatch(p -> p.leader() != null && !p.leader().isEmpty()));
  }

  private Vector<Difference> differences(TopicSettings desired) throws StoreFailure {
    awaitUsable(desired.name(), 1);
    TopicDescription there = cluster.describe(desired.name()).get();
    Vector<Difference> differences = Vector.empty();
    differences =
        compare(
            differences, desired, "partitions", there.partitions().size(), desired.partitions());
    int replicas = there.partitions().get(0).replicas().size();
    differences = compare(differences, desired, "replicas", replicas, desired.replicas());
    Config config = config(desired.name());
    for (Map.Entry<String, String> entry : desired.configs().entrySet()) {
      String is = config.get(entry.getKey()).value();
      differences = compare(differences, desired, entry.getKey(), is, entry.getValue());
    }
    return differences;
  }

  private static Vector<Difference> compare(
      Vector<Difference> differences, TopicSettings topic, String name, Object is, Object desired) {
    return is.equals(desired)
        ? differences
        : differences.append(
            new Difference(topic.name(), name, String.valueOf(is), String.valueOf(desired)));
  }

  /** All topics of the cluster whose names begin with these settings' prefix, without it. */
  public SortedSet<String> names() throws StoreFailure {
    String doing = "listing the topics";
    try {
      SortedSet<String> names = new TreeSet<>();
      for (String name : cluster.await(cluster.admin().listTopics().names())) {
        if (name.startsWith(settings.topicPrefix())) {
          names.add(name.substring(settings.topicPrefix().length()));
        }
      }
      return names;
    } catch (ExecutionException e) {
      throw cluster.trouble().unavailable(doing, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw cluster.trouble().unavailable(doing, e);
    } catch (InterruptedException e) {
      throw cluster.trouble().interrupted(doing, e);
    }
  }

  /**
   * Deletes all topics whose names begin with these settings' prefix, with their records.
   *
   * @throws IllegalStateException if there is no prefix: all topics of the cluster would be meant
   */
  public void deleteAll() throws StoreFailure {
    if (settings.topicPrefix().isEmpty()) {
      throw new IllegalStateException("without a prefix, all topics of the cluster are meant");
    }
    List<String> doomed = names().stream().map(settings::kafkas).toList();
    String doing = "deleting topics " + settings.topicPrefix() + "*";
    for (KafkaFuture<Void> deleted :
        cluster.admin().deleteTopics(doomed).topicNameValues().values()) {
      try {
        cluster.await(deleted);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw cluster.trouble().unavailable(doing, KafkaFailures.causeOf(e));
        }
      } catch (TimeoutException e) {
        throw cluster.trouble().unavailable(doing, e);
      } catch (InterruptedException e) {
        throw cluster.trouble().interrupted(doing, e);
      }
    }
  }

  private Config config(String topic) throws StoreFailure {
    String doing = "asking for the settings of topic " + topic;
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    KafkaFuture<Config> answer =
        Objects.requireNonNull(
            cluster.admin().describeConfigs(List.of(resource)).values().get(resource));
    try {
      return cluster.await(answer);
    } catch (ExecutionException e) {
      throw cluster.trouble().unavailable(doing, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw cluster.trouble().unavailable(doing, e);
    } catch (InterruptedException e) {
      throw cluster.trouble().interrupted(doing, e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
