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

/** Creates, lists and deletes topics. */
public final class KafkaTopics implements AutoCloseable {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final KafkaSettings settings;
  private final TopicMetadata metadata;

  private KafkaTopics(KafkaSettings settings, TopicMetadata metadata) {
    this.settings = settings;
    this.metadata = metadata;
  }

  /**
   * Opens a client without connecting: the first call shows whether Kafka answers.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaTopics open(KafkaSettings settings) throws StoreFailure {
    return new KafkaTopics(settings, TopicMetadata.open(settings));
  }

  /**
   * A setting in which an existing topic differs from the requested one.
   *
   * @param setting Kafka's name of the setting, or {@code partitions} or {@code replicas}
   */
  public record Difference(String topic, String setting, String is, String desired) {
    @Override
    public String toString() {
      return "topic " + topic + " has " + setting + " " + is + ", not " + desired;
    }
  }

  /**
   * Creates a topic. A topic that exists is left as it is. Returns when the topic can be used; if
   * the thread is interrupted, when it is created.
   *
   * @return the differences between an existing topic and the requested one
   */
  public Vector<Difference> create(TopicSettings requested) throws StoreFailure {
    TopicSettings topic = requested.named(settings.toKafka(requested.name()));
    String operation = "creating topic " + topic.name();
    NewTopic desired =
        new NewTopic(
                topic.name(),
                Optional.of(topic.partitions()),
                Optional.of((short) topic.replicas()))
            .configs(topic.configs());
    try {
      metadata.awaitUninterrupted(metadata.admin().createTopics(List.of(desired)).all());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return differences(topic);
      }
      throw metadata.failures().unavailable(operation, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw metadata.failures().unavailable(operation, e);
    }
    awaitUsable(topic.name(), topic.partitions());
    return Vector.empty();
  }

  /** Waits for the brokers, which learn of a new topic a moment after the controller. */
  private void awaitUsable(String topic, int partitions) throws StoreFailure {
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    while (!isUsable(topic, partitions)) {
      if (System.nanoTime() - deadline > 0) {
        throw metadata
            .failures()
            .timedOut("waiting for topic " + topic + ", which was created, to have leaders");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isUsable(String topic, int partitions) throws StoreFailure {
    return metadata
        .describe(topic)
        .exists(
            description ->
                description.partitions().size() >= partitions
                    && description.partitions().stream()
                        .allMatch(p -> p.leader() != null && !p.leader().isEmpty()));
  }

  private Vector<Difference> differences(TopicSettings desired) throws StoreFailure {
    awaitUsable(desired.name(), 1);
    TopicDescription existing = metadata.describe(desired.name()).get();
    Vector<Difference> differences = Vector.empty();
    differences =
        compare(
            differences, desired, "partitions", existing.partitions().size(), desired.partitions());
    int replicas = existing.partitions().get(0).replicas().size();
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

  /** The topics whose names start with the prefix of the settings, without the prefix. */
  public SortedSet<String> names() throws StoreFailure {
    String operation = "listing topics";
    try {
      SortedSet<String> names = new TreeSet<>();
      for (String name : metadata.await(metadata.admin().listTopics().names())) {
        if (name.startsWith(settings.topicPrefix())) {
          names.add(name.substring(settings.topicPrefix().length()));
        }
      }
      return names;
    } catch (ExecutionException e) {
      throw metadata.failures().unavailable(operation, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw metadata.failures().unavailable(operation, e);
    } catch (InterruptedException e) {
      throw metadata.failures().interrupted(operation, e);
    }
  }

  /**
   * Deletes all topics whose names start with the prefix of the settings, with their records.
   *
   * @throws IllegalStateException if the prefix is empty, which would delete all topics of the
   *     cluster
   */
  public void deleteAll() throws StoreFailure {
    if (settings.topicPrefix().isEmpty()) {
      throw new IllegalStateException(
          "no topic prefix is set: all topics of the cluster would be deleted");
    }
    List<String> names = names().stream().map(settings::toKafka).toList();
    String operation = "deleting topics " + settings.topicPrefix() + "*";
    for (KafkaFuture<Void> deleted :
        metadata.admin().deleteTopics(names).topicNameValues().values()) {
      try {
        metadata.await(deleted);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw metadata.failures().unavailable(operation, KafkaFailures.causeOf(e));
        }
      } catch (TimeoutException e) {
        throw metadata.failures().unavailable(operation, e);
      } catch (InterruptedException e) {
        throw metadata.failures().interrupted(operation, e);
      }
    }
  }

  private Config config(String topic) throws StoreFailure {
    String operation = "describing the configuration of topic " + topic;
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    KafkaFuture<Config> answer =
        Objects.requireNonNull(
            metadata.admin().describeConfigs(List.of(resource)).values().get(resource));
    try {
      return metadata.await(answer);
    } catch (ExecutionException e) {
      throw metadata.failures().unavailable(operation, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw metadata.failures().unavailable(operation, e);
    } catch (InterruptedException e) {
      throw metadata.failures().interrupted(operation, e);
    }
  }

  @Override
  public void close() {
    metadata.close();
  }
}
