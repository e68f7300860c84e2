package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Appends to the log in Kafka. The producer is idempotent and all in-sync replicas acknowledge: a
 * record that the client retries is in the log once, and a record that the caller sends again is in
 * it again.
 */
public final class KafkaEventProducer implements EventProducer, AutoCloseable {

  /** How long a topic's id is cached. */
  private static final long TOPIC_ID_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final KafkaSettings settings;
  private final TopicMetadata metadata;
  private final IdempotentSender sender;
  private final Map<Topic, Long> checked = new ConcurrentHashMap<>();

  private KafkaEventProducer(
      KafkaSettings settings, TopicMetadata metadata, IdempotentSender sender) {
    this.settings = settings;
    this.metadata = metadata;
    this.sender = sender;
  }

  /**
   * Opens a producer without connecting: the first call shows whether Kafka answers.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaEventProducer open(KafkaSettings settings) throws StoreFailure {
    return new KafkaEventProducer(
        settings, TopicMetadata.open(settings), IdempotentSender.open(settings));
  }

  @Override
  public long append(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure {
    return appendAll(List.of(new NewRecord(partition, timestamp, key, value))).get(0);
  }

  @Override
  public List<Long> appendAll(List<NewRecord> records) throws StoreFailure {
    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>(records.size());
    Option<Topic> last = Option.none();
    for (NewRecord one : records) {
      Topic topic = one.partition().topic();
      if (!last.contains(topic)) {
        requireExisting(one.partition());
        last = Option.some(topic);
      }
      sent.add(
          new ProducerRecord<>(
              settings.toKafka(topic.name()),
              one.partition().number(),
              one.timestamp(),
              one.key().getOrNull(),
              one.value().getOrNull()));
    }
    return sender.send(sent, "appending to " + topics(records));
  }

  private static String topics(List<NewRecord> records) {
    return String.join(
        ", ", records.stream().map(one -> one.partition().topic().name()).distinct().toList());
  }

  private void requireExisting(Partition partition) throws StoreFailure {
    Long before = checked.get(partition.topic());
    long now = System.nanoTime();
    if (before == null || now - before > TOPIC_ID_NANOS) {
      metadata.requireExisting(partition);
      checked.put(partition.topic(), now);
    }
  }

  @Override
  public void close() {
    sender.close();
    metadata.close();
  }
}
