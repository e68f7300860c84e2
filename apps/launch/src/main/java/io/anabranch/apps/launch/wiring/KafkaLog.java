package io.anabranch.apps.launch.wiring;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.kafka.KafkaEventLog;
import io.anabranch.adapters.kafka.KafkaEventProducer;
import io.anabranch.adapters.kafka.KafkaRejectedEvents;
import io.anabranch.adapters.kafka.KafkaTopics;
import io.anabranch.adapters.kafka.TopicSettings;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.RejectedEvents;
import javax.inject.Singleton;

/** The log in Kafka. */
@Module
public abstract class KafkaLog {

  private KafkaLog() {}

  @Provides
  @Singleton
  static EventLog log(ServerSettings servers, CloseStack closing) {
    KafkaEventLog log = ConnectionFailed.orElse(() -> KafkaEventLog.open(servers.kafka()));
    return closing.closing(log, log::close);
  }

  @Provides
  @Singleton
  static EventProducer producer(ServerSettings servers, CloseStack closing) {
    KafkaEventProducer producer =
        ConnectionFailed.orElse(() -> KafkaEventProducer.open(servers.kafka()));
    return closing.closing(producer, producer::close);
  }

  @Provides
  @Singleton
  static KafkaTopics topics(ServerSettings servers, CloseStack closing) {
    KafkaTopics topics = ConnectionFailed.orElse(() -> KafkaTopics.open(servers.kafka()));
    return closing.closing(topics, topics::close);
  }

  @Binds
  abstract TopicCreator topicCreator(KafkaTopicCreator kafka);

  @Provides
  @Singleton
  static RejectedEvents rejected(
      ServerSettings servers, KafkaTopics topics, WorkloadFactory workload, CloseStack closing) {
    String topic = workload.workload() + ".rejected";
    KafkaRejectedEvents rejected =
        ConnectionFailed.orElse(
            () -> {
              topics.create(
                  TopicSettings.rejected(topic, servers.settings().topics().partitions())
                      .withReplicas(servers.settings().topics().replicas()));
              return KafkaRejectedEvents.open(servers.kafka(), topic);
            });
    return closing.closing(rejected, rejected::close);
  }
}
