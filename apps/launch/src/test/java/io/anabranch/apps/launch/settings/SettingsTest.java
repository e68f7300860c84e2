package io.anabranch.apps.launch.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Settings inEnvironment = Settings.load(Option.some(file), variable, Map.of());
    Settings set = Settings.load(Option.some(file), variable, flag);

    assertThat(none.text(BROKER)).containsExactly("127.0.0.1:9092");
    assertThat(entry(none, BROKER).origin()).isEqualTo("default");
    assertThat(read.text(BROKER)).containsExactly("file:1");
    assertThat(entry(read, BROKER).origin()).contains("cluster.conf: 2");
    assertThat(inEnvironment.text(BROKER)).containsExactly("environment:1");
    assertThat(entry(inEnvironment, BROKER).origin()).isEqualTo("environment variable " + VARIABLE);
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
        .extracting(Settings.Property::name, Settings.Property::value)
        .containsExactly(tuple("sasl.mechanism", "y"), tuple("ssl.protocol", "x"));
  }

  @Test
  void refusesWhatIsMisspeltOrInvalidAndSaysWhere() throws IOException {
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
        .hasMessageContaining("takes a whole number, 1 or more, not '0'");
    assertThatThrownBy(
            () ->
                Settings.load(Option.none(), Map.of(), Map.of("batch.every", "soon"))
                    .duration("batch.every"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(
            "--set batch.every takes a duration above 0 (examples: 30s, 5m), not 'soon'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "topics.partition = 3 | did you mean 'topics.partitions'?",
        "topic.retention = 3d | did you mean 'topics.retention'?",
        "linger = 5ms | did you mean 'speed.linger'?",
        "workloads.vendig.horizon = 3 | did you mean 'workloads.vending.horizon'?",
        "servers.kafak.client.ssl.protocol = x | there is no setting 'servers.kafak.client",
        "speed.breath = 5ms | 'speed.breath' any more: it is named 'speed.linger' now",
        "speed { breath = 5ms } | it is named 'speed.linger' now",
        "topics = 3 | 'topics' is a section and takes no value; set one of its keys, such as",
        "servers.kafka.client = 3 | 'servers.kafka.client' is a section and takes no value",
      })
  void namesTheNearestKnownSetting(String line, String message) throws IOException {
    Path file = file("# the first line\n" + line);

    assertThatThrownBy(() -> Settings.load(Option.some(file), Map.of(), Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cluster.conf: 2: ")
        .hasMessageContaining(message);
  }

  @Test
  void namesTheNearestKnownSettingOfAFlag() {
    assertThatThrownBy(() -> set("batch.evry"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "--set batch.evry: there is no setting 'batch.evry'; did you mean 'batch.every'?"
                + " 'anabranch config show' lists all settings");
  }

  @Test
  void refusesAVariableThatWasRenamed() {
    Map<String, String> former = Map.of("ANABRANCH_SPEED_BREATH", "5ms");

    assertThatThrownBy(() -> Settings.load(Option.none(), former, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "the environment variable ANABRANCH_SPEED_BREATH is not read any more: it is named"
                + " ANABRANCH_SPEED_LINGER now");
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
            Map.of("servers.cassandra.password-file", "/etc/password"));

    assertThat(settings.entries().mkString("\n"))
        .doesNotContain("hidden")
        .contains("(not shown)")
        .contains("/etc/password");
  }

  @Test
  void refusesSecretsAsArguments() {
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

    Settings inEnvironment = Settings.load(Option.none(), variable, Map.of());
    Settings both =
        Settings.load(Option.none(), variable, Map.of(path + "-file", secret.toString()));
    Settings lost = Settings.load(Option.none(), variable, Map.of(path + "-file", "/nowhere"));

    assertThat(inEnvironment.secret(path).read()).containsExactly("of the environment");
    assertThat(both.secret(path).read()).containsExactly("of a file");
    assertThatThrownBy(() -> lost.secret(path).read())
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
