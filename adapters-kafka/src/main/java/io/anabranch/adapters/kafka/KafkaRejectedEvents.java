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
 * Rejected events in a compacted topic, see {@link TopicSettings#rejected}. Reading scans the topic
 * once per hundred thousand events returned, so its memory is bounded.
 */
public final class KafkaRejectedEvents implements RejectedEvents, AutoCloseable {

  /** How many records are in flight at a time; longer lists are written in parts. */
  private static final int PART_EVENTS = 10_000;

  private static final int PAGE_EVENTS = 100_000;

  private final KafkaSettings settings;
  private final String topic;
  private final TopicMetadata metadata;
  private final IdempotentSender sender;
  private final int pageEvents;

  private KafkaRejectedEvents(
      KafkaSettings settings,
      String topic,
      TopicMetadata metadata,
      IdempotentSender sender,
      int pageEvents) {
    this.settings = settings;
    this.topic = topic;
    this.metadata = metadata;
    this.sender = sender;
    this.pageEvents = pageEvents;
  }

  /**
   * Opens the rejected events of a topic. {@link KafkaTopics} creates the topic.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaRejectedEvents open(KafkaSettings settings, String topic) throws StoreFailure {
    return open(settings, topic, PAGE_EVENTS);
  }

  static KafkaRejectedEvents open(KafkaSettings settings, String topic, int pageEvents)
      throws StoreFailure {
    return new KafkaRejectedEvents(
        settings, topic, TopicMetadata.open(settings), IdempotentSender.open(settings), pageEvents);
  }

  @Override
  public void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure {
    for (int from = 0; from < events.size(); from += PART_EVENTS) {
      List<ProducerRecord<byte[], byte[]>> part = new ArrayList<>();
      for (RejectedEvent event :
          events.subList(from, Math.min(events.size(), from + PART_EVENTS))) {
        part.add(
            new ProducerRecord<>(
                settings.toKafka(topic),
                null,
                RejectionRecord.key(definition, event),
                RejectionRecord.value(definition, event),
                RejectionRecord.headers(definition, event)));
      }
      sender.send(part, "writing rejected events to topic " + topic);
    }
  }

  @Override
  public Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure {
    return RejectedCursor.open(settings, metadata, topic, definition, pageEvents);
  }

  @Override
  public void close() {
    sender.close();
    metadata.close();
  }
}
