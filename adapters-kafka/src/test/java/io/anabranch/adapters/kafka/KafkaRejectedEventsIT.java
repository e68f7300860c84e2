package io.anabranch.adapters.kafka;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.drain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.RejectedEventsContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaRejectedEventsIT extends RejectedEventsContract {

  private final List<KafkaRejectedEvents> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(KafkaRejectedEvents::close);
  }

  @Override
  protected RejectedEvents events() throws Exception {
    return open(topic().name(), 1_000);
  }

  private static Topic topic() throws Exception {
    return RunningKafka.create(TopicSettings.rejected(RunningKafka.fresh("rejected"), 2));
  }

  private KafkaRejectedEvents open(String topic, int page) throws Exception {
    KafkaRejectedEvents events = KafkaRejectedEvents.open(RunningKafka.settings(), topic, page);
    opened.add(events);
    return events;
  }

  private static RejectedEvent rejected(long offset) {
    return new RejectedEvent(PARTITION, offset, 0, new Rejection.Missing("price"));
  }

  /** Fails when a page repeats or skips an event at the end of the page before. */
  @Test
  void readsManyEventsInOrder() throws Exception {
    List<RejectedEvent> events = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      events.add(rejected(i));
    }
    List<RejectedEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(1));
    KafkaRejectedEvents rejected = open(topic().name(), 7);

    rejected.write(FIRST, shuffled);
    rejected.write(FIRST, shuffled.subList(0, 50));

    assertThat(drain(rejected.read(FIRST))).isEqualTo(events);
  }

  @Test
  void recordShowsThePositionAndTheReason() throws Exception {
    Topic topic = RunningKafka.create(TopicSettings.rejected(RunningKafka.fresh("rejected"), 1));
    open(topic.name(), 10).write(FIRST, List.of(rejected(42)));
    try (KafkaEventLog log = KafkaEventLog.open(RunningKafka.settings())) {
      RecordBatch batch = log.read(new Partition(topic, 0), 0, 10).get();

      assertThat(batch.value(0).get())
          .asString()
          .isEqualTo(
              "{\"v\":1,\"definition\":1,\"topic\":\"snacks\",\"topic_id\":\""
                  + PARTITION.topic().id()
                  + "\",\"partition\":0,\"offset\":42,\"index\":0,\"reason\":\"no price\","
                  + "\"kind\":\"Missing\",\"field\":\"price\"}");
    }
  }

  @Test
  void missingTopicIsNamed() throws Exception {
    KafkaRejectedEvents nowhere = open(RunningKafka.fresh("nowhere"), 10);

    assertThatThrownBy(() -> nowhere.read(FIRST))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("create it first");
  }
}
