package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Topic;
import java.lang.reflect.Field;
import java.util.Map;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Uuid;

/**
 * The ids of the topics that a consumer fetches. It fetches by id, but tells only names, and goes
 * on silently when a name comes to mean another topic. So its own metadata is looked at after
 * records came: a record of another topic can only have come after the metadata had that topic's
 * id. Asking the cluster instead would cost a round trip for each fetch, and the broker that
 * answers may know less than the one that was fetched from. See docs/adr/0011.
 */
final class FetchedTopicIds {

  private final Metadata metadata;

  private FetchedTopicIds(Metadata metadata) {
    this.metadata = metadata;
  }

  /**
   * Of a consumer.
   *
   * @throws IllegalStateException if its class is another than the one that this was written for
   */
  static FetchedTopicIds of(KafkaConsumer<?, ?> consumer) {
    try {
      Object delegate = field(consumer, "delegate");
      return new FetchedTopicIds((Metadata) field(delegate, "metadata"));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "this version of kafka-clients keeps its metadata elsewhere: use the version that"
              + " anabranch is built with",
          e);
    }
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  /** A copy of what is known now. */
  Map<String, Uuid> now() {
    return metadata.topicIds();
  }

  static boolean isSame(KafkaSettings settings, Topic topic, Map<String, Uuid> ids) {
    Uuid id = ids.getOrDefault(settings.kafkas(topic.name()), Uuid.ZERO_UUID);
    return TopicMetadata.idOf(id).equals(topic.id());
  }
}
