package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Queries of the cluster's current state: topics, their ids, and the bounds of their logs. */
final class TopicMetadata implements AutoCloseable {

  /**
   * Brokers learn of topics one after the other. A topic is taken for absent, or for recreated,
   * only if a broker says so for this time.
   */
  private static final Duration METADATA_PROPAGATION = Duration.ofSeconds(1);

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final KafkaSettings settings;
  private final KafkaFailures failures;
  private final Admin admin;

  TopicMetadata(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.failures = new KafkaFailures(settings);
    this.admin = admin;
  }

  static TopicMetadata open(KafkaSettings settings) throws StoreFailure {
    try {
      return new TopicMetadata(settings, Admin.create(settings.admin()));
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).cannotCreateClient(e);
    }
  }

  Admin admin() {
    return admin;
  }

  KafkaFailures failures() {
    return failures;
  }

  /** The partitions of the topic that has this name now; none if there is no such topic. */
  SortedSet<Partition> partitions(String name) throws StoreFailure {
    SortedSet<Partition> partitions = new TreeSet<>();
    for (TopicDescription topic : describe(settings.toKafka(name))) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        partitions.add(
            new Partition(new Topic(name, idOf(topic.topicId())), partition.partition()));
      }
    }
    return partitions;
  }

  Option<TopicDescription> describe(String name) throws StoreFailure {
    String operation = "describing topic " + name;
    KafkaFuture<TopicDescription> answer =
        Objects.requireNonNull(admin.describeTopics(List.of(name)).topicNameValues().get(name));
    try {
      return Option.some(await(answer));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return Option.none();
      }
      throw failures.unavailable(operation, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw failures.unavailable(operation, e);
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    }
  }

  static UUID idOf(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /**
   * Requires that the topic of this name still has this id.
   *
   * @throws StoreFailure.Corrupt if it was recreated or deleted, or lacks the partition
   */
  void requireExisting(Partition partition) throws StoreFailure {
    long deadline = System.nanoTime() + METADATA_PROPAGATION.toNanos();
    while (true) {
      SortedSet<Partition> existing = partitions(partition.topic().name());
      if (existing.contains(partition)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new StoreFailure.Corrupt(difference(partition, existing));
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  private static String difference(Partition partition, SortedSet<Partition> existing) {
    Topic expected = partition.topic();
    if (existing.isEmpty()) {
      return "there is no topic " + expected.name();
    }
    Topic found = existing.first().topic();
    return found.id().equals(expected.id())
        ? "topic " + expected.name() + " has no partition " + partition.number()
        : "topic "
            + expected.name()
            + " was recreated: its id is "
            + found.id()
            + ", expected "
            + expected.id();
  }

  /**
   * The range from the first retained offset to the last stable offset. The topic id is checked
   * after the offsets were returned, so that offsets of a recreated topic are never taken for this
   * one's.
   */
  OffsetRange bounds(Partition partition) throws StoreFailure {
    requireExisting(partition); // the client would wait for a topic that does not exist
    KafkaFuture<ListOffsetsResultInfo> start = listOffset(partition, OffsetSpec.earliest());
    KafkaFuture<ListOffsetsResultInfo> end = listOffset(partition, OffsetSpec.latest());
    long from = offset(partition, start);
    long to = offset(partition, end);
    requireExisting(partition);
    return new OffsetRange(Math.min(from, to), to);
  }

  /** The last stable offset, at the time of this call or later. */
  KafkaFuture<Long> end(Partition partition) {
    return listOffset(partition, OffsetSpec.latest()).thenApply(ListOffsetsResultInfo::offset);
  }

  private KafkaFuture<ListOffsetsResultInfo> listOffset(Partition partition, OffsetSpec spec) {
    TopicPartition kafkaPartition = settings.toKafka(partition);
    return admin
        .listOffsets(
            Map.of(kafkaPartition, spec),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
                .timeoutMs(settings.timeoutMillis()))
        .partitionResult(kafkaPartition);
  }

  private long offset(Partition partition, KafkaFuture<ListOffsetsResultInfo> answer)
      throws StoreFailure {
    String operation = "listing the offsets of " + partition;
    try {
      return await(answer).offset();
    } catch (ExecutionException e) {
      throw failures.unavailable(operation, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw failures.unavailable(operation, e);
    } catch (InterruptedException e) {
      throw failures.interrupted(operation, e);
    }
  }

  /** Waits for an answer. The client enforces the timeout; the extra second is a safeguard. */
  <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(settings.timeoutMillis() + 1_000L, TimeUnit.MILLISECONDS);
  }

  /**
   * As {@link #await}, but an interrupt does not end the wait: the operation takes effect anyway,
   * and a caller that cleans up must find its result.
   */
  <T> T awaitUninterrupted(KafkaFuture<T> answer) throws ExecutionException, TimeoutException {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return await(answer);
        } catch (InterruptedException e) {
          wasInterrupted = true;
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
