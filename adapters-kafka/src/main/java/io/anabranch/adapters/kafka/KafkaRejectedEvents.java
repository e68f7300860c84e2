package io.anabranch.adapters.kafka;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Rejected events in a topic that keeps the last record of each key, see {@link
 * TopicSettings#rejected}. Reading goes through the topic once for each hundred thousand events
 * that it tells, so that it needs no more memory than for those.
 */
public final class KafkaRejectedEvents implements RejectedEvents, AutoCloseable {

  /** Records on their way at a time: a list of any length is written in parts. */
  private static final int PART = 10_000;

  private static final int PAGE = 100_000;

  private final KafkaSettings settings;
  private final String topic;
  private final TopicMetadata cluster;
  private final IdempotentSender sending;
  private final int page;

  private KafkaRejectedEvents(
      KafkaSettings settings,
      String topic,
      TopicMetadata cluster,
      IdempotentSender sending,
      int page) {
    this.settings = settings;
    this.topic = topic;
    this.cluster = cluster;
    this.sending = sending;
    this.page = page;
  }

  /**
   * Opens the rejected events of a topic, which {@link KafkaTopics} has made.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaRejectedEvents open(KafkaSettings settings, String topic) throws StoreFailure {
    return open(settings, topic, PAGE);
  }

  static KafkaRejectedEvents open(KafkaSettings settings, String topic, int page)
      throws StoreFailure {
    return new KafkaRejectedEvents(
        settings, topic, TopicMetadata.open(settings), IdempotentSender.open(settings), page);
  }

  @Override
  public void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure {
    for (int from = 0; from < events.size(); from += PART) {
      List<ProducerRecord<byte[], byte[]>> part = new ArrayList<>();
      for (RejectedEvent event : events.subList(from, Math.min(events.size(), from + PART))) {
        part.add(
            new ProducerRecord<>(
                settings.kafkas(topic),
                null,
                RejectionRecord.key(definition, event),
                RejectionRecord.value(definition, event),
                RejectionRecord.headers(definition, event)));
      }
      sending.send(part, "writing rejected events to topic " + topic);
    }
  }

  @Override
  public Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure {
    return RejectedCursor.open(settings, cluster, topic, definition, page);
  }

  @Override
  public void close() {
    sending.close();
    cluster.close();
  }
}
