package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.anabranch.ports.StoreFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.stubbing.OngoingStubbing;

final class IdempotentSenderTest {

  private static final ProducerRecord<byte[], byte[]> RECORD =
      new ProducerRecord<>("snacks", 0, null, new byte[0]);

  private final KafkaSettings settings = KafkaSettings.of("a:1");
  private OngoingStubbing<java.util.concurrent.Future<RecordMetadata>> sends;
  private IdempotentSender sender;

  @BeforeEach
  void mockProducer() {
    @SuppressWarnings("unchecked")
    Producer<byte[], byte[]> producer = mock(Producer.class);
    sends = when(producer.send(any()));
    sender = new IdempotentSender(new KafkaFailures(settings), producer);
  }

  @Test
  void timeoutLeavesTheOutcomeUnknown() {
    sends.thenReturn(CompletableFuture.failedFuture(new TimeoutException("expired")));

    assertThatThrownBy(() -> sender.send(List.of(RECORD), "appending to snacks"))
        .isInstanceOf(StoreFailure.OutcomeUnknown.class)
        .hasMessageContaining("The outcome is unknown");
  }

  @Test
  void recordThatTheBrokerRejectedIsUnavailable() {
    sends.thenReturn(CompletableFuture.failedFuture(new RecordTooLargeException("2 MB")));

    assertThatThrownBy(() -> sender.send(List.of(RECORD), "appending to snacks"))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessage("Kafka at a:1 failed while appending to snacks: 2 MB");
  }

  @Test
  void rejectedRecordAfterAnAppendedOneLeavesTheOutcomeUnknown() {
    RecordMetadata appended = new RecordMetadata(new TopicPartition("snacks", 0), 7, 0, 0, 0, 0);
    sends
        .thenReturn(CompletableFuture.completedFuture(appended))
        .thenReturn(CompletableFuture.failedFuture(new RecordTooLargeException("2 MB")));

    assertThatThrownBy(() -> sender.send(List.of(RECORD, RECORD), "appending to snacks"))
        .isInstanceOf(StoreFailure.OutcomeUnknown.class);
  }

  @Test
  void failureBeforeTheFirstSendIsUnavailable() {
    sends.thenThrow(new TimeoutException("no metadata"));

    assertThatThrownBy(() -> sender.send(List.of(RECORD), "appending to snacks"))
        .isInstanceOf(StoreFailure.Unavailable.class);
  }
}
