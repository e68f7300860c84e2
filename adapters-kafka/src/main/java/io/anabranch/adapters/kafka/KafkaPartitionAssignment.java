package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a consumer group, for its assignment alone: it fetches nothing and commits nothing.
 * The classic protocol, since in the new one the broker sets how soon a silent member is replaced,
 * and it is 45 seconds. A partition stays where it is unless it must move.
 */
public final class KafkaPartitionAssignment implements PartitionAssignment {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPartitionAssignment.class);

  /** A member that is silent for so long is replaced: the least that brokers allow. */
  private static final Duration SESSION = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT = Duration.ofMillis(1_500);

  /** How soon added partitions, and topics made later or again, are noticed. */
  private static final Duration NEWS = Duration.ofSeconds(3);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final TopicMetadata cluster;
  private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
  private final List<String> topics;
  private final String group;
  private final Thread thread;

  /** On the member's thread alone. */
  private final Set<TopicPartition> held = new HashSet<>();

  private boolean isChanged;

  private volatile SortedSet<Partition> mine = new TreeSet<>();
  private volatile Option<StoreFailure.Unavailable> failure = Option.none();
  private volatile boolean isClosed;

  private KafkaPartitionAssignment(
      KafkaSettings settings,
      TopicMetadata cluster,
      KafkaConsumer<ByteBuffer, ByteBuffer> consumer,
      String group,
      List<String> topics) {
    this.settings = settings;
    this.cluster = cluster;
    this.consumer = consumer;
    this.group = group;
    this.topics = List.copyOf(topics);
    this.thread = new Thread(this::run, "anabranch-member-" + group);
    this.thread.setDaemon(true);
  }

  /**
   * Joins a group. What is this member's is known some moments later.
   *
   * @param group a name that all who share the work give, and nobody else
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaPartitionAssignment join(
      KafkaSettings settings, String group, List<String> topics) throws StoreFailure {
    Map<String, Object> own = new HashMap<>();
    own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    own.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    own.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    own.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    own.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
    own.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, NEWS.toMillis());
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    TopicMetadata cluster = TopicMetadata.open(settings);
    try {
      KafkaPartitionAssignment member =
          new KafkaPartitionAssignment(
              settings,
              cluster,
              new KafkaConsumer<>(
                  settings.consumer(own),
                  new ByteBufferDeserializer(),
                  new ByteBufferDeserializer()),
              group,
              topics);
      member.thread.start();
      return member;
    } catch (KafkaException e) {
      cluster.close();
      throw new KafkaFailures(settings).notMade(e);
    }
  }

  @Override
  public SortedSet<Partition> mine() throws StoreFailure {
    SortedSet<Partition> now = mine;
    for (StoreFailure.Unavailable unavailable : failure) {
      if (now.isEmpty()) {
        throw new StoreFailure.Unavailable(String.valueOf(unavailable.getMessage()), unavailable);
      }
    }
    return now;
  }

  private void run() {
    try {
      consumer.subscribe(topics.stream().map(settings::kafkas).toList(), new Rebalances());
      long lookedUp = System.nanoTime();
      boolean isFirst = true;
      while (!isClosed) {
        poll();
        boolean isDue = System.nanoTime() - lookedUp > NEWS.toNanos();
        if (isChanged || isFirst || isDue) {
          lookUp();
          lookedUp = System.nanoTime();
          isFirst = false;
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The member of group {} has failed", group, e);
      mine = new TreeSet<>();
      failure =
          Option.some(
              new StoreFailure.Unavailable("the member of group " + group + " has failed", e));
    } finally {
      mine = new TreeSet<>();
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSING.dividedBy(2)));
      cluster.close();
    }
  }

  private void poll() {
    try {
      consumer.poll(POLL);
    } catch (WakeupException | InvalidTopicException e) {
      LOG.trace("woken", e);
    } catch (KafkaException e) {
      failure = Option.some(new KafkaFailures(settings).unavailable("joining group " + group, e));
      LOG.debug("Kafka refuses a member of group {}", group, e);
      LockSupport.parkNanos(POLL.toNanos()); // it may refuse at once, again and again
    }
  }

  /** Which topics these partitions are of: ids are not part of the protocol. */
  private void lookUp() {
    try {
      SortedSet<Partition> found = new TreeSet<>();
      for (String topic : topics) {
        for (Partition partition : cluster.partitions(topic)) {
          if (held.contains(settings.kafkas(partition))) {
            found.add(partition);
          }
        }
      }
      mine = found;
      failure = Option.none();
      isChanged = false;
    } catch (StoreFailure e) {
      failure = Option.some(new StoreFailure.Unavailable(String.valueOf(e.getMessage()), e));
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      for (TopicPartition partition : assigned) {
        consumer.seek(partition, 0); // no position is asked for, as nothing is fetched
      }
      consumer.pause(assigned);
      held.addAll(assigned);
      isChanged = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      held.removeAll(revoked);
      isChanged = true;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    consumer.wakeup();
    try {
      thread.join(TimeUnit.MILLISECONDS.convert(CLOSING));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
