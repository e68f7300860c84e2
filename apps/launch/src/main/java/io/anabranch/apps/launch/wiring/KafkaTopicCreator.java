package io.anabranch.apps.launch.wiring;

import io.anabranch.adapters.kafka.KafkaTopics;
import io.anabranch.adapters.kafka.TopicSettings;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.launch.settings.NewTopics;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** Creates topics in Kafka by the settings. */
final class KafkaTopicCreator implements TopicCreator {

  private final KafkaTopics topics;
  private final EventLog log;
  private final NewTopics settings;

  KafkaTopicCreator(KafkaTopics topics, EventLog log, NewTopics settings) {
    this.topics = topics;
    this.log = log;
    this.settings = settings;
  }

  @Override
  public Created events(String name) throws StoreFailure {
    return create(
        TopicSettings.events(name, settings.partitions()).with(Option.some(settings.retention())));
  }

  @Override
  public Created recorded(String name, int partitions) throws StoreFailure {
    return create(TopicSettings.recorded(name, partitions));
  }

  @Override
  public Created reference(String name) throws StoreFailure {
    return create(TopicSettings.reference(name));
  }

  private Created create(TopicSettings topic) throws StoreFailure {
    Vector<String> differences =
        topics
            .create(topic.withReplicas(settings.replicas()))
            .map(KafkaTopics.Difference::toString);
    return new Created(log.partitions(topic.name()), differences);
  }
}
