package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Topic;
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;

/**
 * The ids of the topics that a consumer fetches. The consumer fetches by id but returns only names,
 * and continues silently when a name comes to mean another topic. Its metadata is therefore read
 * after each poll: a record of another topic can only have been returned after the metadata held
 * that topic's id. Asking the cluster instead would cost a round trip per fetch, and the broker
 * that answers may know less than the one that was fetched from. See docs/adr/0011.
 */
final class FetchedTopicIds {

  private final Metadata metadata;

  private FetchedTopicIds(Metadata metadata) {
    this.metadata = metadata;
  }

  /**
   * Reads the metadata of a consumer.
   *
   * @throws IllegalStateException if kafka-clients is not the version that this class was written
   *     for
   */
  static FetchedTopicIds of(KafkaConsumer<?, ?> consumer) {
    try {
      Object delegate = field(consumer, "delegate");
      return new FetchedTopicIds((Metadata) field(delegate, "metadata"));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "this version of kafka-clients is not supported: use the version that anabranch is built"
              + " with",
          e);
    }
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** A copy of the current ids, by topic name. */
  Map<String, Uuid> current() {
    return metadata.topicIds();
  }

  static boolean isSame(KafkaSettings settings, Topic topic, Map<String, Uuid> ids) {
    Uuid id = ids.getOrDefault(settings.toKafka(topic.name()), Uuid.ZERO_UUID);
    return TopicMetadata.idOf(id).equals(topic.id());
  }
}
