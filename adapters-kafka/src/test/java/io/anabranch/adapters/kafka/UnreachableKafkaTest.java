package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class UnreachableKafkaTest {

  private static final Partition PARTITION = new Partition(new Topic("snacks", new UUID(1, 2)), 0);

  /** An address at which nothing listens. */
  private static KafkaSettings unreachable() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return KafkaSettings.of("127.0.0.1:" + socket.getLocalPort())
          .withTimeout(Duration.ofMillis(500));
    }
  }

  @Test
  void messageSaysWhereKafkaDidNotAnswerAndWhatToCheck() throws Exception {
    KafkaSettings settings = unreachable();
    try (KafkaEventLog log = KafkaEventLog.open(settings)) {
      assertThatThrownBy(() -> log.partitions("snacks"))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessage(
              "Kafka at "
                  + settings.bootstrapServers()
                  + " did not answer within 500 ms while describing topic snacks: check that it"
                  + " is running there, or correct the bootstrap servers");
      assertThatThrownBy(() -> log.read(PARTITION, 0, 1))
          .isInstanceOf(StoreFailure.Unavailable.class);
      assertThatThrownBy(() -> log.bounds(PARTITION)).isInstanceOf(StoreFailure.Unavailable.class);
    }
  }

  @Test
  void appendThatWasNotSentIsUnavailable() throws Exception {
    try (KafkaEventProducer producer = KafkaEventProducer.open(unreachable())) {
      assertThatThrownBy(() -> producer.append(PARTITION, 0, Option.none(), Option.none()))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessageContaining("did not answer");
    }
  }

  @Test
  void memberOfAGroupIsUnavailable() throws Exception {
    try (KafkaPartitionAssignment member =
        KafkaPartitionAssignment.join(unreachable(), "group", List.of("snacks"))) {
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      StoreFailure failure = null;
      while (failure == null && System.nanoTime() < deadline) {
        try {
          assertThat(member.mine()).isEmpty();
        } catch (StoreFailure.Unavailable e) {
          failure = e;
        }
      }
      assertThat(failure).hasMessageContaining("did not answer");
    }
  }

  @Test
  void hostThatDoesNotResolveIsNamed() {
    KafkaSettings settings = KafkaSettings.of("no-such-host.invalid:9092");
    assertThatThrownBy(
            () -> {
              try (KafkaEventLog log =
                  KafkaEventLog.open(settings.withTimeout(Duration.ofSeconds(1)))) {
                log.partitions("snacks");
              }
            })
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("no-such-host.invalid:9092");
  }
}
