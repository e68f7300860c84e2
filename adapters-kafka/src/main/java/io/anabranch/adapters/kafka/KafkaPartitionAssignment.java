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
 * A member of a consumer group that uses only the assignment: it fetches nothing and commits
 * nothing. It uses the classic protocol, because in the new one the broker sets the session
 * timeout, which defaults to 45 seconds. The assignment is sticky.
 */
public final class KafkaPartitionAssignment implements PartitionAssignment {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPartitionAssignment.class);

  /** A member that is silent for this time is replaced. Brokers accept no shorter timeout. */
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  private static final Duration HEARTBEAT_INTERVAL = Duration.ofMillis(1_500);

  /** How soon new partitions, and topics that are created or recreated, are noticed. */
  private static final Duration METADATA_MAX_AGE = Duration.ofSeconds(3);

  private static final Duration POLL_TIMEOUT = Duration.ofMillis(500);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final TopicMetadata metadata;
  private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
  private final List<String> topics;
  private final String group;
  private final Thread thread;

  /** Used only by the member's thread, as is {@link #isChanged}. */
  private final Set<TopicPartition> held = new HashSet<>();

  private boolean isChanged;

  private volatile SortedSet<Partition> mine = new TreeSet<>();
  private volatile Option<StoreFailure.Unavailable> failure = Option.none();
  private volatile boolean isClosed;

  private KafkaPartitionAssignment(
      KafkaSettings settings,
      TopicMetadata metadata,
      KafkaConsumer<ByteBuffer, ByteBuffer> consumer,
      String group,
      List<String> topics) {
    this.settings = settings;
    this.metadata = metadata;
    this.consumer = consumer;
    this.group = group;
    this.topics = List.copyOf(topics);
    this.thread = new Thread(this::run, "anabranch-member-" + group);
    this.thread.setDaemon(true);
  }

  /**
   * Joins a group. The assignment is known some moments later.
   *
   * @param group a name shared by all processes that share the work, and by no others
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaPartitionAssignment join(
      KafkaSettings settings, String group, List<String> topics) throws StoreFailure {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    properties.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT_INTERVAL.toMillis());
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE.toMillis());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    TopicMetadata metadata = TopicMetadata.open(settings);
    try {
      KafkaPartitionAssignment member =
          new KafkaPartitionAssignment(
              settings,
              metadata,
              new KafkaConsumer<>(
                  settings.consumer(properties),
                  new ByteBufferDeserializer(),
                  new ByteBufferDeserializer()),
              group,
              topics);
      member.thread.start();
      return member;
    } catch (KafkaException e) {
      metadata.close();
      throw new KafkaFailures(settings).cannotCreateClient(e);
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
      consumer.subscribe(topics.stream().map(settings::toKafka).toList(), new Rebalances());
      long lookedUp = System.nanoTime();
      boolean isFirst = true;
      while (!isClosed) {
        poll();
        boolean isDue = System.nanoTime() - lookedUp > METADATA_MAX_AGE.toNanos();
        if (isChanged || isFirst || isDue) {
          lookUp();
          lookedUp = System.nanoTime();
          isFirst = false;
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The member of group {} failed", group, e);
      mine = new TreeSet<>();
      failure =
          Option.some(new StoreFailure.Unavailable("the member of group " + group + " failed", e));
    } finally {
      mine = new TreeSet<>();
      consumer.close(
          org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_TIMEOUT.dividedBy(2)));
      metadata.close();
    }
  }

  private void poll() {
    try {
      consumer.poll(POLL_TIMEOUT);
    } catch (WakeupException | InvalidTopicException e) {
      LOG.trace("woken up", e);
    } catch (KafkaException e) {
      failure = Option.some(new KafkaFailures(settings).unavailable("joining group " + group, e));
      LOG.debug("The member of group {} could not poll", group, e);
      LockSupport.parkNanos(POLL_TIMEOUT.toNanos()); // the failure may be immediate and repeat
    }
  }

  /** Looks up the topic ids of the assigned partitions, which the group protocol lacks. */
  private void lookUp() {
    try {
      SortedSet<Partition> found = new TreeSet<>();
      for (String topic : topics) {
        for (Partition partition : metadata.partitions(topic)) {
          if (held.contains(settings.toKafka(partition))) {
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
        consumer.seek(partition, 0); // avoids a lookup of the position: nothing is fetched
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
      thread.join(TimeUnit.MILLISECONDS.convert(CLOSE_TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
