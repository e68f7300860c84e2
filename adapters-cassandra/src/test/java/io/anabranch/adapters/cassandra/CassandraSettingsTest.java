package io.anabranch.adapters.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.cassandra.CassandraSettings.Credentials;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CassandraSettingsTest {

  @Test
  void defaultsAreANodeOnThisMachine() {
    assertThat(CassandraSettings.defaults())
        .isEqualTo(
            new CassandraSettings(
                List.of("127.0.0.1:9042"),
                "datacenter1",
                "anabranch",
                1,
                Option.none(),
                Option.none(),
                Duration.ofSeconds(20)));
  }

  @Test
  void eachIsSetByItself() {
    CassandraSettings all =
        CassandraSettings.defaults()
            .withContactPoints(List.of("a:1", "[::1]:2"))
            .withDatacenter("madrid")
            .withKeyspace("other_1")
            .withReplicas(3)
            .withCredentials(new Credentials("ana", "s"))
            .withDriverConfig(Path.of("tls.conf"))
            .withTimeout(Duration.ofSeconds(5));

    assertThat(all)
        .isEqualTo(
            new CassandraSettings(
                List.of("a:1", "[::1]:2"),
                "madrid",
                "other_1",
                3,
                Option.some(new Credentials("ana", "s")),
                Option.some(Path.of("tls.conf")),
                Duration.ofSeconds(5)));
  }

  @Test
  void refusesInvalidValues() {
    CassandraSettings settings = CassandraSettings.defaults();
    assertRefused(() -> settings.withContactPoints(List.of()), "contact point");
    assertRefused(() -> settings.withContactPoints(List.of("db")), "'db' is not host:port");
    assertRefused(() -> settings.withContactPoints(List.of("db:70000")), "'db:70000'");
    assertRefused(() -> settings.withDatacenter(""), "datacenter");
    assertRefused(() -> settings.withKeyspace("x; DROP"), "keyspace 'x; DROP'");
    assertRefused(() -> settings.withReplicas(0), "replicas is 0");
    assertRefused(() -> settings.withTimeout(Duration.ZERO), "timeout");
  }

  private static void assertRefused(Runnable setting, String message) {
    assertThatThrownBy(setting::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
