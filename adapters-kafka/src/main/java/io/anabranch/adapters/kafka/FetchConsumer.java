package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of a {@link FetchLoop} and the buffers that its partitions are fetched into. Only
 * the thread of the loop uses it, except for {@link #wakeup}.
 */
final class FetchConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(FetchConsumer.class);

  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);
  private static final int POLL_RECORDS = 16_384;
  private static final int FETCH_BYTES = 4 << 20;

  /**
   * How long a fetch waits for records. A fetch for a partition that is assigned meanwhile waits
   * for this one; records that arrive end the wait.
   */
  private static final int FETCH_WAIT_MILLIS = 25;

  private final KafkaSettings settings;
  private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
  private final FetchedTopicIds topicIds;
  private final Set<TopicPartition> paused = new HashSet<>();
  private Map<TopicPartition, FetchBuffer> assigned = new HashMap<>();

  /** Buffers whose topic id was in the consumer's metadata at least once. */
  private final Set<FetchBuffer> identified = new HashSet<>();

  private FetchConsumer(KafkaSettings settings, KafkaConsumer<ByteBuffer, ByteBuffer> consumer) {
    this.settings = settings;
    this.consumer = consumer;
    this.topicIds = FetchedTopicIds.of(consumer);
  }

  static FetchConsumer create(KafkaSettings settings, String clientId) throws StoreFailure {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    try {
      return new FetchConsumer(
          settings,
          new KafkaConsumer<>(
              settings.consumer(properties),
              new ByteBufferDeserializer(),
              new ByteBufferDeserializer()));
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).cannotCreateClient(e);
    }
  }

  /** Ends a poll; any thread may call it. */
  void wakeup() {
    consumer.wakeup();
  }

  Map<TopicPartition, FetchBuffer> assigned() {
    return assigned;
  }

  boolean isPaused(TopicPartition partition) {
    return paused.contains(partition);
  }

  /** Assigns the partitions of these buffers and no others; seeks to the start of new buffers. */
  void assign(Map<TopicPartition, FetchBuffer> buffers) {
    consumer.assign(buffers.keySet());
    paused.retainAll(buffers.keySet());
    buffers.forEach(
        (partition, buffer) -> {
          if (assigned.get(partition) != buffer) {
            consumer.seek(partition, buffer.fetched());
          }
        });
    assigned = buffers;
    identified.retainAll(buffers.values());
  }

  /** Pauses those of these partitions that are assigned, and resumes all others. */
  void pauseExactly(Set<TopicPartition> partitions) {
    Set<TopicPartition> pausing = new HashSet<>(partitions);
    pausing.retainAll(assigned.keySet());
    if (!paused.equals(pausing)) {
      Set<TopicPartition> resuming = new HashSet<>(paused);
      resuming.removeAll(pausing);
      consumer.resume(resuming);
      consumer.pause(pausing);
      paused.clear();
      paused.addAll(pausing);
    }
  }

  ConsumerRecords<ByteBuffer, ByteBuffer> poll() {
    return consumer.poll(POLL_TIMEOUT);
  }

  Map<String, Uuid> topicIds() {
    return topicIds.current();
  }

  /**
   * Whether a topic that had its id in the metadata has another id now, or none. Then no buffer can
   * be fetched any longer: a consumer that lacks the id of one topic fetches all topics by name.
   */
  boolean hasLostTopic(Map<String, Uuid> ids) {
    boolean isLost = false;
    for (FetchBuffer buffer : assigned.values()) {
      boolean isSame = FetchedTopicIds.isSame(settings, buffer.partition().topic(), ids);
      isLost |= !isSame && identified.contains(buffer);
      if (isSame) {
        identified.add(buffer);
      }
    }
    return isLost;
  }

  /** The consumer's position; none while it is validated against a new leader. */
  Option<Long> position(TopicPartition partition) {
    try {
      return Option.some(consumer.position(partition, Duration.ZERO));
    } catch (TimeoutException e) {
      LOG.trace("the position of {} is being validated against a new leader", partition, e);
      return Option.none();
    }
  }

  void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  /** Copies polled records, which share the buffers of their fetch, to a batch of their own. */
  static RecordBatch copy(
      Partition partition,
      long from,
      List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
      long next) {
    if (records.isEmpty()) {
      return RecordBatch.empty(partition, next, next);
    }
    int bytes = 0;
    for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
    RecordBatch.Builder batch = RecordBatch.builder(partition, from, records.size(), bytes);
    for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
      batch.addRemaining(
          record.offset(), record.timestamp(), Option.of(record.key()), Option.of(record.value()));
    }
    return batch.build(next);
  }
}
