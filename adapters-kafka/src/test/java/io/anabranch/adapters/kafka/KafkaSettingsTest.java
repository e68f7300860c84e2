package io.anabranch.adapters.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:9092",
        "a.example:1, b.example:65535",
        "[::1]:9092",
        "kafka_1:9092",
      })
  void takesServers(String servers) {
    assertThatCode(() -> KafkaSettings.of(servers)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":9092",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:kafka",
        "a:1,",
        "a:1;b:2",
        "http://localhost:9092",
        "::1:9092",
      })
  void saysHowServersAreWritten(String servers) {
    assertThatThrownBy(() -> KafkaSettings.of(servers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + servers + "\"")
        .hasMessageContaining("host:port");
  }

  @Test
  void givesClientsWhatIsTheirs() {
    KafkaSettings settings =
        KafkaSettings.of("a:1")
            .withClient(
                Map.of("security.protocol", "SASL_SSL", "linger.ms", "20", "fetch.max.bytes", "9"));

    assertThat(settings.admin())
        .containsEntry("security.protocol", "SASL_SSL")
        .doesNotContainKeys("linger.ms", "fetch.max.bytes");
    assertThat(settings.producer(Map.of("linger.ms", 5)))
        .containsEntry("linger.ms", "20")
        .doesNotContainKey("fetch.max.bytes");
    assertThat(settings.consumer(Map.of())).containsEntry("fetch.max.bytes", "9");
  }

  @Test
  void neverShowsSecrets() {
    KafkaSettings settings =
        KafkaSettings.of("a:1").withClient(Map.of("sasl.jaas.config", "password=hunter2"));

    assertThat(settings.toString()).contains("a:1", "sasl.jaas.config").doesNotContain("hunter2");
  }

  @Test
  void namesTheNearestPropertyOfAnUnknownOne() {
    assertThatThrownBy(() -> KafkaSettings.of("a:1").withClient(Map.of("security.protocoll", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("security.protocoll")
        .hasMessageContaining("did you mean security.protocol?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isolation.level",
        "acks",
        "enable.idempotence",
        "auto.offset.reset",
        "group.id",
        "enable.auto.commit",
        "bootstrap.servers",
      })
  void refusesPropertiesThatExactnessDependsOn(String name) {
    assertThatThrownBy(() -> KafkaSettings.of("a:1").withClient(Map.of(name, "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name + " cannot be set");
  }

  /** Sets them explicitly: they are Kafka's defaults only since version 3.0. */
  @Test
  void producersAreIdempotentAndWaitForAllReplicas() {
    assertThat(IdempotentSender.client(KafkaSettings.of("a:1")))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true);
  }

  @Test
  void refusesATimeoutOfZero() {
    assertThatThrownBy(() -> KafkaSettings.of("a:1").withTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
