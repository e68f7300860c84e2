package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.kafka.KafkaTopics.Difference;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KafkaTopicsIT {

  private KafkaTopics topics;

  @BeforeEach
  void open() throws StoreFailure {
    topics = KafkaTopics.open(RunningKafka.settings());
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void makesATopicOnce() throws StoreFailure {
    TopicSettings snacks = TopicSettings.events(RunningKafka.fresh("snacks"), 3);

    assertThat(topics.create(snacks)).isEmpty();
    assertThat(RunningKafka.partitions(snacks.name())).hasSize(3);
    assertThat(topics.create(snacks)).isEmpty();
  }

  @Test
  void topicCreatedDuringAnInterruptCanBeDeletedAtOnce() throws StoreFailure {
    String mine = RunningKafka.fresh("interrupted") + ".";
    try (KafkaTopics prefixed = KafkaTopics.open(RunningKafka.settings().withTopicPrefix(mine))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> prefixed.create(TopicSettings.events("snacks", 1)))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();

      assertThat(prefixed.names()).containsExactly("snacks");
      prefixed.deleteAll();
    }
  }

  @Test
  void leavesATopicThatIsThereAndSaysWhatIsOtherwise() throws StoreFailure {
    String name = RunningKafka.fresh("snacks");
    topics.create(TopicSettings.events(name, 3));

    assertThat(
            topics.create(
                TopicSettings.recorded(name, 4).with(Option.some(Duration.ofSeconds(90)))))
        .containsExactlyInAnyOrder(
            new Difference(name, "partitions", "3", "4"),
            new Difference(name, "retention.ms", "604800000", "90000"),
            new Difference(name, "message.timestamp.type", "LogAppendTime", "CreateTime"));
    assertThat(RunningKafka.partitions(name)).hasSize(3);
  }

  @Test
  void deletesAllTopicsOfItsPrefixAndNoOther() throws Exception {
    String mine = RunningKafka.fresh("mine") + ".";
    String other = mine.replace(".", "-other");
    topics.create(TopicSettings.events(other, 1));
    try (KafkaTopics prefixed = KafkaTopics.open(RunningKafka.settings().withTopicPrefix(mine))) {
      prefixed.create(TopicSettings.events("snacks", 2));
      prefixed.create(TopicSettings.events("drinks", 1));
      assertThat(prefixed.names()).containsExactly("drinks", "snacks");

      prefixed.deleteAll();

      RunningKafka.await(() -> prefixed.names().isEmpty());
      prefixed.deleteAll();
    }
    assertThat(topics.names()).contains(other).noneMatch(name -> name.startsWith(mine));
    assertThatThrownBy(topics::deleteAll)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("all topics");
    assertThat(topics.names()).contains(other);
  }

  @Test
  void referenceTopicHasOnePartitionAndIsNotCompacted() throws StoreFailure {
    String name = RunningKafka.fresh("especificaciones");
    topics.create(TopicSettings.reference(name));

    assertThat(RunningKafka.partitions(name)).hasSize(1);
    assertThat(topics.create(TopicSettings.rejected(name, 1)))
        .containsExactly(new Difference(name, "cleanup.policy", "delete", "compact"));
  }

  @Test
  void moreReplicasThanBrokersFailWithAMessage() {
    assertThatThrownBy(
            () ->
                topics.create(TopicSettings.events(RunningKafka.fresh("many"), 1).withReplicas(3)))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("creating topic many");
  }
}
