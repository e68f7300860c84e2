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
 * The way into the log in Kafka: idempotent, acknowledged by all replicas in sync. A record that a
 * lost connection made the client send again stands there once; what the caller sends again stands
 * there again.
 */
public final class KafkaEventProducer implements EventProducer, AutoCloseable {

  /** So long a topic's id is believed. */
  private static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final KafkaSettings settings;
  private final TopicMetadata cluster;
  private final IdempotentSender sending;
  private final Map<Topic, Long> seen = new ConcurrentHashMap<>();

  private KafkaEventProducer(
      KafkaSettings settings, TopicMetadata cluster, IdempotentSender sending) {
    this.settings = settings;
    this.cluster = cluster;
    this.sending = sending;
  }

  /**
   * Opens a producer; whether Kafka answers is seen by the first call.
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
        demand(one.partition());
        last = Option.some(topic);
      }
      sent.add(
          new ProducerRecord<>(
              settings.kafkas(topic.name()),
              one.partition().number(),
              one.timestamp(),
              one.key().getOrNull(),
              one.value().getOrNull()));
    }
    return sending.send(sent, "appending to " + topics(records));
  }

  private static String topics(List<NewRecord> records) {
    return String.join(
        ", ", records.stream().map(one -> one.partition().topic().name()).distinct().toList());
  }

  private void demand(Partition partition) throws StoreFailure {
    Long before = seen.get(partition.topic());
    long now = System.nanoTime();
    if (before == null || now - before > BELIEVED_NANOS) {
      cluster.demand(partition);
      seen.put(partition.topic(), now);
    }
  }

  @Override
  public void close() {
    sending.close();
    cluster.close();
  }
}
