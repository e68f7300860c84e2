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

/** What is asked of the cluster as it is now: its topics, their ids, and where their logs end. */
final class TopicMetadata implements AutoCloseable {

  /**
   * Brokers learn of topics one after the other. So long one may be behind: only after it does the
   * absence of a topic, or another id, mean what it says.
   */
  private static final Duration NEWS_TRAVELS = Duration.ofSeconds(1);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final KafkaSettings settings;
  private final KafkaFailures trouble;
  private final Admin admin;

  private TopicMetadata(KafkaSettings settings, Admin admin) {
    this.settings = settings;
    this.trouble = new KafkaFailures(settings);
    this.admin = admin;
  }

  static TopicMetadata open(KafkaSettings settings) throws StoreFailure {
    try {
      return new TopicMetadata(settings, Admin.create(settings.admin()));
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).notMade(e);
    }
  }

  Admin admin() {
    return admin;
  }

  KafkaFailures trouble() {
    return trouble;
  }

  /** The partitions of a topic as it is now; none if there is no such topic. */
  SortedSet<Partition> partitions(String name) throws StoreFailure {
    SortedSet<Partition> partitions = new TreeSet<>();
    for (TopicDescription topic : describe(settings.kafkas(name))) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        partitions.add(
            new Partition(new Topic(name, idOf(topic.topicId())), partition.partition()));
      }
    }
    return partitions;
  }

  Option<TopicDescription> describe(String name) throws StoreFailure {
    String doing = "asking for topic " + name;
    KafkaFuture<TopicDescription> answer =
        Objects.requireNonNull(admin.describeTopics(List.of(name)).topicNameValues().get(name));
    try {
      return Option.some(await(answer));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return Option.none();
      }
      throw trouble.unavailable(doing, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw trouble.unavailable(doing, e);
    } catch (InterruptedException e) {
      throw trouble.interrupted(doing, e);
    }
  }

  static UUID idOf(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /**
   * Demands that the topic of this name is still the one of this id.
   *
   * @throws StoreFailure.Corrupt if it was recreated, or is no longer there
   */
  void demand(Partition partition) throws StoreFailure {
    long deadline = System.nanoTime() + NEWS_TRAVELS.toNanos();
    while (true) {
      SortedSet<Partition> present = partitions(partition.topic().name());
      if (present.contains(partition)) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new StoreFailure.Corrupt(absence(partition, present));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static String absence(Partition partition, SortedSet<Partition> present) {
    Topic asked = partition.topic();
    if (present.isEmpty()) {
      return "there is no topic " + asked.name();
    }
    Topic there = present.first().topic();
    return there.id().equals(asked.id())
        ? "topic " + asked.name() + " has no partition " + partition.number()
        : "topic "
            + asked.name()
            + " was recreated: its id is "
            + there.id()
            + ", no longer "
            + asked.id();
  }

  /**
   * From the first offset that is held to the end of what is committed. The id is asked for after
   * the offsets came: offsets of another topic of the same name are never taken for this one's.
   */
  OffsetRange bounds(Partition partition) throws StoreFailure {
    demand(partition); // a topic that is not there would be waited for
    KafkaFuture<ListOffsetsResultInfo> start = ask(partition, OffsetSpec.earliest());
    KafkaFuture<ListOffsetsResultInfo> end = ask(partition, OffsetSpec.latest());
    long from = offset(partition, start);
    long to = offset(partition, end);
    demand(partition);
    return new OffsetRange(Math.min(from, to), to);
  }

  /** The end of what is committed, asked for from now on. */
  KafkaFuture<Long> end(Partition partition) {
    return ask(partition, OffsetSpec.latest()).thenApply(ListOffsetsResultInfo::offset);
  }

  private KafkaFuture<ListOffsetsResultInfo> ask(Partition partition, OffsetSpec spec) {
    TopicPartition asked = settings.kafkas(partition);
    return admin
        .listOffsets(
            Map.of(asked, spec),
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)
                .timeoutMs(settings.timeoutMillis()))
        .partitionResult(asked);
  }

  private long offset(Partition partition, KafkaFuture<ListOffsetsResultInfo> answer)
      throws StoreFailure {
    String doing = "asking where " + partition + " starts and ends";
    try {
      return await(answer).offset();
    } catch (ExecutionException e) {
      throw trouble.unavailable(doing, KafkaFailures.causeOf(e));
    } catch (TimeoutException e) {
      throw trouble.unavailable(doing, e);
    } catch (InterruptedException e) {
      throw trouble.interrupted(doing, e);
    }
  }

  /** The client keeps the timeout itself; a second more is for one that does not. */
  <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(settings.timeoutMillis() + 1_000L, TimeUnit.MILLISECONDS);
  }

  /**
   * As {@link #await}, but an interruption waits for the answer: what was asked for happens anyway,
   * and whoever deletes what was made has to find it.
   */
  <T> T awaitUninterrupted(KafkaFuture<T> answer) throws ExecutionException, TimeoutException {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try {
          return await(answer);
        } catch (InterruptedException later) {
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
