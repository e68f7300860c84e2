package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.anabranch.ports.StoreFailure;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

final class TopicMetadataTest {

  @Test
  void topicThatKafkaDoesNotKnowHasNoPartitions() throws Exception {
    assertThat(failingWith(new UnknownTopicOrPartitionException()).partitions("snacks")).isEmpty();
  }

  @Test
  void failureOfTheClusterIsUnavailable() {
    UnknownServerException cause = new UnknownServerException("disk error");

    assertThatThrownBy(() -> failingWith(cause).partitions("snacks"))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessage("Kafka at a:1 failed while describing topic snacks: disk error")
        .hasCause(cause);
  }

  @Test
  void failedAuthenticationNamesTheClientProperties() {
    assertThatThrownBy(
            () -> failingWith(new SaslAuthenticationException("bad user")).partitions("snacks"))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("bad user")
        .hasMessageContaining("sasl.*");
  }

  @Test
  void failedAuthorizationNamesTheOperation() {
    assertThatThrownBy(
            () -> failingWith(new TopicAuthorizationException("no rights")).partitions("snacks"))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("describing topic snacks (no rights)");
  }

  /** Kafka whose answer to every description of topic snacks is this failure. */
  private static TopicMetadata failingWith(Exception failure) {
    KafkaFutureImpl<TopicDescription> answer = new KafkaFutureImpl<>();
    answer.completeExceptionally(failure);
    DescribeTopicsResult result = mock(DescribeTopicsResult.class);
    when(result.topicNameValues()).thenReturn(Map.of("snacks", answer));
    Admin admin = mock(Admin.class);
    when(admin.describeTopics(anyCollection())).thenReturn(result);
    return new TopicMetadata(KafkaSettings.of("a:1"), admin);
  }
}
