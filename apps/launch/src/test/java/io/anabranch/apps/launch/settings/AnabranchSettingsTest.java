package io.anabranch.apps.launch.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.log.SliceBits;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnabranchSettingsTest {

  @TempDir private Path directory;

  private static AnabranchSettings parse(Settings settings) throws SettingsException {
    return AnabranchSettings.of(settings, WorkloadCatalog.shipped().all());
  }

  private Settings ofFile(String text) throws IOException, SettingsException {
    Path file = Files.writeString(directory.resolve("cluster.conf"), text);
    return Settings.load(Option.some(file), Map.of(), Map.of());
  }

  private static Settings ofFlag(String path, String value) throws SettingsException {
    return Settings.load(Option.none(), Map.of(), Map.of(path, value));
  }

  @Test
  void readsEveryKeyOfTheShippedFileExactlyOnce() throws Exception {
    Settings settings = Settings.load(Option.none(), Map.of(), Map.of());
    List<String> read = new ArrayList<>();

    parse(settings.reportingReads(read::add));
    PluginsSetting.read(Option.none(), Map.of(), Map.of()); // before all others
    read.add("plugins");

    // An empty section of client properties has no entry.
    List<String> keys = new ArrayList<>(List.of("servers.kafka.client", "servers.hdfs.client"));
    settings.entries().forEach(one -> keys.add(one.path()));
    assertThat(read).containsExactlyInAnyOrderElementsOf(keys);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // durations
        "batch.every = soon | batch.every takes a duration above 0 (examples: 30s, 5m), not 'soon'",
        "archive.every = 0s | archive.every takes a duration above 0 (examples: 30s, 5m), not '0s'",
        "speed.linger = [1s] | speed.linger takes a duration above 0",
        "topics.retention = null | topics.retention takes a duration above 0",
        "servers.kafka.timeout = 1ms | servers.kafka.timeout: the Kafka timeout PT0.001S is too short",
        "servers.hdfs.answer-timeout = 1us | servers.hdfs.answer-timeout: the timeouts of HDFS",
        // numbers
        "topics.partitions = 0 | topics.partitions takes a whole number, 1 or more, not '0'",
        "topics.partitions = 1.5 | topics.partitions takes a whole number, 1 or more, not '1.5'",
        "topics.replicas = many | topics.replicas takes a whole number, 1 or more, not 'many'",
        "batch.rows-in-memory = 1e10 | batch.rows-in-memory takes a whole number",
        "http.audit.port = 65536 | http.audit.port takes a whole number, 0 to 65535, not '65536'",
        "workloads.social.slice-bits = 99 | workloads.social.slice-bits takes a whole number, 0 to",
        "workloads.social.horizon = -1 | workloads.social.horizon takes a whole number, 0 or more",
        // texts, words and lists
        "namespace = UPPER | namespace takes up to 20 lower-case letters and digits, not 'UPPER'",
        "http.host = { } | http.host takes a text",
        "batch.segments = floppy | batch.segments takes cassandra or hdfs, not 'floppy'",
        "workloads.metrics.zone = Mars | workloads.metrics.zone takes",
        "servers.cassandra.contact-points = [{}] | servers.cassandra.contact-points takes a list",
        "servers.cassandra.contact-points = [] | servers.cassandra.contact-points: Cassandra needs",
        "servers.cassandra.contact-points = [a] | contact point 'a' is not host:port",
        "servers.cassandra.keyspace = 9 | servers.cassandra.keyspace: keyspace '9' is invalid",
        "servers.cassandra.datacenter = \"\" | servers.cassandra.datacenter: Cassandra needs",
        "weather.cities = [Paris] | weather.cities takes cities written as",
        // addresses and properties
        "servers.kafka.bootstrap-servers = nonsense | expected host:port",
        "servers.kafka.client.ssl.protocal = x | did you mean ssl.protocol?",
        "servers.kafka.client.group.id = x | the Kafka client property group.id cannot be set",
        "servers.hdfs.root = nowhere | servers.hdfs.root: the root 'nowhere' must name",
        "servers.hdfs.root = \"hdfs://a b/\" | servers.hdfs.root takes the address of a directory",
        "weather.url = nowhere | weather.url takes an address such as",
        // files
        "servers.kafka.client-file = /no/file | servers.kafka.client-file takes the path of a file",
        "servers.cassandra.driver-config = /no/file | servers.cassandra.driver-config takes the path",
      })
  void refusesAWrongValueAtTheStartWithItsPlace(String line, String message) throws Exception {
    Settings settings = ofFile("# the first line\n" + line + "\n");

    assertThatThrownBy(() -> parse(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cluster.conf: 2: ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesAWrongValueOfAFlagOrVariableWithItsOrigin() throws Exception {
    Settings flag = ofFlag("batch.every", "soon");
    Settings variable =
        Settings.load(Option.none(), Map.of("ANABRANCH_BATCH_EVERY", "soon"), Map.of());

    assertThatThrownBy(() -> parse(flag)).hasMessageStartingWith("--set batch.every takes");
    assertThatThrownBy(() -> parse(variable))
        .hasMessageStartingWith("environment variable ANABRANCH_BATCH_EVERY: batch.every takes");
  }

  @Test
  void showsNoSecretOfAFileOfClientProperties() throws Exception {
    Path file = Files.writeString(directory.resolve("secrets"), "ssl.key.pasword = hidden\n");
    Settings settings = ofFlag("servers.kafka.client-file", file.toString());

    assertThatThrownBy(() -> parse(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(file + ": unknown Kafka client property ssl.key.pasword")
        .hasMessageNotContaining("hidden");
  }

  /** A host that only archives need not have the password of Cassandra. */
  @ParameterizedTest
  @ValueSource(strings = {"servers.cassandra.password-file", "weather.api-key-file"})
  void readsTheFileOfASecretWhenTheSecretIsUsed(String path) throws Exception {
    Settings settings =
        Settings.load(
            Option.none(), Map.of(), Map.of(path, "/no/file", "servers.cassandra.user", "ana"));

    AnabranchSettings parsed = parse(settings);

    assertThatThrownBy(
            () -> {
              parsed.weather().polling();
              parsed.cassandra().connecting();
            })
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(
            () ->
                (path.startsWith("weather") ? parsed.weather().apiKey() : password(parsed)).read())
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "--set "
                + path
                + " takes the path of a file that this process can read, not '/no/file'");
  }

  private static Secret password(AnabranchSettings settings) {
    return settings.cassandra().password();
  }

  /** They are set for other processes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "servers.kafka.bootstrap-servers",
        "servers.hdfs.root",
        "servers.cassandra.contact-points"
      })
  void ignoresAddressesOfServersThatAreNotUsed(String path) throws Exception {
    Settings settings = ofFlag(path, "wrong");

    AnabranchSettings parsed =
        AnabranchSettings.withoutServers(settings, WorkloadCatalog.shipped().all());

    assertThat(parsed.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
    assertThatThrownBy(() -> parse(settings)).isInstanceOf(SettingsException.class);
  }

  @Test
  void hasTheSetupOfEachWorkload() throws Exception {
    AnabranchSettings settings = parse(ofFlag("workloads.vending.slice-bits", "5"));
    WorkloadCatalog catalog = WorkloadCatalog.shipped();

    assertThat(settings.workloads().keySet()).containsExactlyInAnyOrderElementsOf(catalog.names());
    assertThat(settings.workload(catalog.find("vending").get()).plain().sliceBits())
        .isEqualTo(new SliceBits(5));
  }
}
