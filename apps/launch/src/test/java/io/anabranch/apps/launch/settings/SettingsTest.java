package io.anabranch.apps.launch.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

  private static final String BROKER = "servers.kafka.bootstrap-servers";
  private static final String VARIABLE = "ANABRANCH_SERVERS_KAFKA_BOOTSTRAP_SERVERS";

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    Path file = directory.resolve("cluster.conf");
    Files.writeString(file, text);
    return file;
  }

  private static Settings.Entry entry(Settings settings, String path) {
    return settings.entries().find(one -> one.path().equals(path)).get();
  }

  @Test
  void aFlagOverrulesTheEnvironmentThatTheFileAndThatTheDefault() throws Exception {
    Path file = file("# a comment\n" + BROKER + " = \"file:1\"");
    Map<String, String> variable = Map.of(VARIABLE, "environment:1");
    Map<String, String> flag = Map.of(BROKER, "flag:1");

    Settings none = Settings.load(Option.none(), Map.of(), Map.of());
    Settings read = Settings.load(Option.some(file), Map.of(), Map.of());
    Settings told = Settings.load(Option.some(file), variable, Map.of());
    Settings set = Settings.load(Option.some(file), variable, flag);

    assertThat(none.text(BROKER)).containsExactly("127.0.0.1:9092");
    assertThat(entry(none, BROKER).origin()).isEqualTo("default");
    assertThat(read.text(BROKER)).containsExactly("file:1");
    assertThat(entry(read, BROKER).origin()).contains("cluster.conf: 2");
    assertThat(told.text(BROKER)).containsExactly("environment:1");
    assertThat(entry(told, BROKER).origin()).isEqualTo("environment variable " + VARIABLE);
    assertThat(set.text(BROKER)).containsExactly("flag:1");
    assertThat(entry(set, BROKER).origin()).isEqualTo("--set " + BROKER);
  }

  @Test
  void readsTimesNumbersListsAndPropertiesWithDots() throws Exception {
    Settings settings =
        Settings.load(
            Option.some(file("servers.kafka.client { \"ssl.protocol\" = x, sasl.mechanism = y }")),
            Map.of("ANABRANCH_BATCH_EVERY", "90s"),
            Map.of("topics.partitions", "7", "servers.cassandra.contact-points", "a:1,b:2"));

    assertThat(settings.duration("batch.every")).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.number("topics.partitions", 1)).isEqualTo(7);
    assertThat(settings.texts("servers.cassandra.contact-points")).containsExactly("a:1", "b:2");
    assertThat(settings.properties("servers.kafka.client"))
        .isEqualTo(Map.of("ssl.protocol", "x", "sasl.mechanism", "y"));
  }

  @Test
  void refusesWhatIsMisspeltOrUnfitAndSaysWhere() throws IOException {
    Path misspelt = file("topics.partition = 3");

    assertThatThrownBy(() -> Settings.load(Option.some(misspelt), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cluster.conf: 1")
        .hasMessageContaining("there is no setting 'topics.partition'");
    assertThatThrownBy(
            () -> Settings.load(Option.some(directory.resolve("none")), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(
            () ->
                Settings.load(Option.none(), Map.of(), Map.of("topics.partitions", "0"))
                    .number("topics.partitions", 1))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("--set topics.partitions")
        .hasMessageContaining("takes 1 or more");
    assertThatThrownBy(
            () ->
                Settings.load(Option.none(), Map.of(), Map.of("batch.every", "soon"))
                    .duration("batch.every"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("batch.every");
  }

  @Test
  void showsNoSecret() throws Exception {
    Settings settings =
        Settings.load(
            Option.some(
                file(
                    "servers.kafka.client { sasl.jaas.config = hidden1, ssl.key.password = hidden2 }")),
            Map.of(
                "ANABRANCH_SERVERS_CASSANDRA_PASSWORD",
                "hidden3",
                "ANABRANCH_WEATHER_API_KEY",
                "hidden4"),
            Map.of("servers.cassandra.password-file", "/etc/told"));

    assertThat(settings.entries().mkString("\n"))
        .doesNotContain("hidden")
        .contains("(not shown)")
        .contains("/etc/told");
  }

  @Test
  void takesNoSecretAsAnArgument() {
    assertThatThrownBy(() -> set("weather.api-key"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("weather.api-key-file")
        .hasMessageContaining("ANABRANCH_WEATHER_API_KEY")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> set("servers.kafka.client.sasl.jaas.config"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("the file of servers.kafka.client-file")
        .hasMessageNotContaining("hidden");
  }

  private static Settings set(String path) throws SettingsException {
    return Settings.load(Option.none(), Map.of(), Map.of(path, "hidden"));
  }

  @Test
  void readsASecretFromItsFileOrElseFromTheEnvironment() throws Exception {
    Path secret = file("of a file\n");
    Map<String, String> variable =
        Map.of("ANABRANCH_SERVERS_CASSANDRA_PASSWORD", "of the environment");
    String path = "servers.cassandra.password";

    Settings told = Settings.load(Option.none(), variable, Map.of());
    Settings both =
        Settings.load(Option.none(), variable, Map.of(path + "-file", secret.toString()));
    Settings lost = Settings.load(Option.none(), variable, Map.of(path + "-file", "/nowhere"));

    assertThat(told.secret(path)).containsExactly("of the environment");
    assertThat(both.secret(path)).containsExactly("of a file");
    assertThatThrownBy(() -> lost.secret(path))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("/nowhere");
  }

  /** As {@code config defaults > cluster.conf} writes them. */
  @Test
  void takesItsOwnDefaultsAsAFile() throws Exception {
    Settings defaults = Settings.load(Option.none(), Map.of(), Map.of());

    Settings read = Settings.load(Option.some(file(Settings.defaultsText())), Map.of(), Map.of());

    assertThat(read.entries().map(Settings.Entry::value))
        .isEqualTo(defaults.entries().map(Settings.Entry::value));
    assertThat(read.entries()).allMatch(one -> one.origin().contains("cluster.conf: "));
  }
}
