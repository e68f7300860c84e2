package io.anabranch.apps.launch.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.adapters.cassandra.CassandraSettings;
import io.anabranch.adapters.hdfs.HdfsSettings;
import io.anabranch.adapters.kafka.KafkaSettings;
import io.anabranch.apps.ingest.weather.City;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.SliceBits;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each section: its defaults, and every key set to something else. */
final class SectionsTest {

  @TempDir private Path directory;

  private static Settings defaults() throws SettingsException {
    return Settings.load(Option.none(), Map.of(), Map.of());
  }

  private static SortedMap<String, String> values(Settings settings, String section) {
    SortedMap<String, String> values = new TreeMap<>();
    settings
        .entries()
        .filter(one -> one.path().equals(section) || one.path().startsWith(section + "."))
        .forEach(one -> values.put(one.path(), one.value()));
    return values;
  }

  /** Every key of a section set to something else; each secret is set in the environment. */
  private static Settings everyKeySet(String section, Map<String, String> set)
      throws SettingsException {
    Map<String, String> environment = new HashMap<>();
    Map<String, String> flags = new HashMap<>(set);
    for (String secret : List.of("servers.cassandra.password", "weather.api-key")) {
      Option.of(flags.remove(secret))
          .forEach(value -> environment.put(Settings.variable(secret), value));
    }
    SortedMap<String, String> before = values(defaults(), section);
    assertThat(set.keySet()).as("every key of " + section).containsAll(before.keySet());
    Settings settings = Settings.load(Option.none(), environment, flags);
    SortedMap<String, String> now = values(settings, section);
    before.forEach(
        (path, value) -> assertThat(now.get(path)).as(path + " set otherwise").isNotEqualTo(value));
    return settings;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  @Test
  void namespaceIsEmptyByDefault() throws Exception {
    assertThat(NamespaceSection.of(defaults())).isEqualTo(new NamespaceSection(""));
  }

  @Test
  void namespaceWithEveryKeySet() throws Exception {
    Settings settings = everyKeySet("namespace", Map.of("namespace", "staging2"));

    assertThat(NamespaceSection.of(settings)).isEqualTo(new NamespaceSection("staging2"));
  }

  @Test
  void kafkaByDefault() throws Exception {
    assertThat(KafkaSection.of(defaults()))
        .isEqualTo(
            new KafkaSettings("127.0.0.1:9092", new TreeMap<>(), Duration.ofSeconds(15), ""));
  }

  @Test
  void kafkaWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet(
            "servers.kafka",
            Map.of(
                "servers.kafka.bootstrap-servers", "a:1,b:2",
                "servers.kafka.timeout", "2s",
                "servers.kafka.client.security.protocol", "SSL",
                "servers.kafka.client-file", file("secrets", "ssl.key.password = x\n")));

    assertThat(KafkaSection.of(settings))
        .isEqualTo(
            new KafkaSettings(
                "a:1,b:2",
                new TreeMap<>(Map.of("security.protocol", "SSL", "ssl.key.password", "x")),
                Duration.ofSeconds(2),
                ""));
  }

  @Test
  void hdfsByDefault() throws Exception {
    assertThat(HdfsSection.of(defaults()))
        .isEqualTo(
            new HdfsSettings(
                URI.create("hdfs://127.0.0.1:8020/anabranch"),
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                io.vavr.collection.TreeMap.empty()));
  }

  @Test
  void hdfsWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet(
            "servers.hdfs",
            Map.of(
                "servers.hdfs.root", "hdfs://name:1/dir",
                "servers.hdfs.connect-timeout", "1s",
                "servers.hdfs.answer-timeout", "2s",
                "servers.hdfs.client.dfs.replication", "2"));

    assertThat(HdfsSection.of(settings))
        .isEqualTo(
            new HdfsSettings(
                URI.create("hdfs://name:1/dir"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                io.vavr.collection.TreeMap.of("dfs.replication", "2")));
  }

  @Test
  void cassandraByDefault() throws Exception {
    CassandraSection cassandra = CassandraSection.of(defaults());

    assertThat(cassandra.connecting())
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
  void cassandraWithEveryKeySet() throws Exception {
    String driver = file("driver.conf", "");
    Map<String, String> set = new HashMap<>();
    set.put("servers.cassandra.contact-points", "a:1,b:2");
    set.put("servers.cassandra.datacenter", "madrid");
    set.put("servers.cassandra.keyspace", "other");
    set.put("servers.cassandra.replicas", "3");
    set.put("servers.cassandra.timeout", "5s");
    set.put("servers.cassandra.user", "ana");
    set.put("servers.cassandra.password", "overridden by the file");
    set.put("servers.cassandra.password-file", file("password", "word\n"));
    set.put("servers.cassandra.driver-config", driver);

    CassandraSection cassandra = CassandraSection.of(everyKeySet("servers.cassandra", set));

    assertThat(cassandra.toString()).doesNotContain("overridden").doesNotContain("word\n");
    assertThat(cassandra.connecting())
        .isEqualTo(
            new CassandraSettings(
                List.of("a:1", "b:2"),
                "madrid",
                "other",
                3,
                Option.some(new CassandraSettings.Credentials("ana", "word")),
                Option.some(Path.of(driver)),
                Duration.ofSeconds(5)));
  }

  @Test
  void topicsByDefault() throws Exception {
    assertThat(NewTopics.of(defaults())).isEqualTo(new NewTopics(4, 1, Duration.ofDays(7)));
  }

  @Test
  void topicsWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet(
            "topics",
            Map.of("topics.partitions", "8", "topics.replicas", "3", "topics.retention", "12h"));

    assertThat(NewTopics.of(settings)).isEqualTo(new NewTopics(8, 3, Duration.ofHours(12)));
  }

  @Test
  void archiveByDefault() throws Exception {
    assertThat(ArchiveSection.of(defaults())).isEqualTo(new ArchiveSection(Duration.ofSeconds(5)));
  }

  @Test
  void archiveWithEveryKeySet() throws Exception {
    Settings settings = everyKeySet("archive", Map.of("archive.every", "1m"));

    assertThat(ArchiveSection.of(settings)).isEqualTo(new ArchiveSection(Duration.ofMinutes(1)));
  }

  @Test
  void speedByDefault() throws Exception {
    assertThat(SpeedSection.of(defaults()))
        .isEqualTo(new SpeedSection(Duration.ofMillis(50), 4096));
  }

  @Test
  void speedWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet("speed", Map.of("speed.linger", "1s", "speed.records-per-step", "10"));

    assertThat(SpeedSection.of(settings)).isEqualTo(new SpeedSection(Duration.ofSeconds(1), 10));
  }

  @Test
  void batchByDefault() throws Exception {
    assertThat(BatchSection.of(defaults()))
        .isEqualTo(
            new BatchSection(Duration.ofMinutes(1), BatchSection.SegmentStore.CASSANDRA, 500_000));
  }

  @Test
  void batchWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet(
            "batch",
            Map.of("batch.every", "90s", "batch.segments", "hdfs", "batch.rows-in-memory", "7"));

    assertThat(BatchSection.of(settings))
        .isEqualTo(new BatchSection(Duration.ofSeconds(90), BatchSection.SegmentStore.HDFS, 7));
  }

  private static SortedMap<String, Integer> ports(int first) {
    SortedMap<String, Integer> ports = new TreeMap<>();
    for (String command : List.of("serve", "ingest", "archive", "speed", "batch", "audit")) {
      ports.put(command, first + ports.size());
    }
    return ports;
  }

  @Test
  void httpByDefault() throws Exception {
    HttpSection http = HttpSection.of(defaults());

    assertThat(http).isEqualTo(new HttpSection("127.0.0.1", ports(8080)));
    assertThat(http.port("speed")).isEqualTo(8083);
  }

  @Test
  void httpWithEveryKeySet() throws Exception {
    Map<String, String> set = new HashMap<>(Map.of("http.host", "0.0.0.0"));
    ports(1).forEach((command, port) -> set.put("http." + command + ".port", port.toString()));

    assertThat(HttpSection.of(everyKeySet("http", set)))
        .isEqualTo(new HttpSection("0.0.0.0", ports(1)));
  }

  @Test
  void weatherByDefault() throws Exception {
    WeatherSection weather = WeatherSection.of(defaults());

    assertThat(weather.url()).hasToString("https://api.openweathermap.org");
    assertThat(weather.apiKey().read()).isEmpty();
    assertThat(weather.callsPerMinute()).isEqualTo(60);
    assertThat(weather.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(weather.cities()).hasSize(12).contains(new City("Nantes", 47.2184, -1.5536));
  }

  @Test
  void weatherWithEveryKeySet() throws Exception {
    Settings settings =
        everyKeySet(
            "weather",
            Map.of(
                "weather.url", "http://somewhere:81",
                "weather.api-key", "overridden-by-the-file",
                "weather.api-key-file", file("key", "abc\n"),
                "weather.calls-per-minute", "7",
                "weather.timeout", "3s",
                "weather.cities", "Vigo 42.24 -8.72"));

    WeatherSection weather = WeatherSection.of(settings);

    assertThat(weather.url()).isEqualTo(URI.create("http://somewhere:81"));
    assertThat(weather.apiKey().read()).containsExactly("abc");
    assertThat(weather.callsPerMinute()).isEqualTo(7);
    assertThat(weather.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(weather.cities()).isEqualTo(Vector.of(new City("Vigo", 42.24, -8.72)));
    assertThat(weather.toString()).doesNotContain("overridden").doesNotContain("abc");
  }

  private static WorkloadFactory factory(String workload) {
    return WorkloadCatalog.shipped().find(workload).get();
  }

  private static WorkloadSetup setup(WorkloadFactory factory, int sliceBits) {
    return WorkloadSetup.of(
        factory, DefinitionSpec.of(factory.workload(), new SliceBits(sliceBits)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void workloadByDefault(String workload) throws Exception {
    WorkloadFactory factory = factory(workload);

    WorkloadSetup setup = WorkloadSection.of(factory, defaults());

    assertThat(setup.plain())
        .isEqualTo(setup(factory, workload.equals("weather") ? 10 : 14).plain());
    assertThat(setup.settings()).isEqualTo(setup(factory, 1).settings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vending", "social", "weather"})
  void workloadWithEveryKeySet(String workload) throws Exception {
    WorkloadFactory factory = factory(workload);
    String section = "workloads." + workload;
    Settings settings =
        everyKeySet(
            section,
            Map.of(
                section + ".slice-bits",
                "3",
                section + ".event-id",
                "order",
                section + ".horizon",
                "9"));

    assertThat(WorkloadSection.of(factory, settings).plain())
        .isEqualTo(setup(factory, 3).plain().withDuplicates(new DuplicateRule("order", 9)));
  }

  @Test
  void metricsWithEveryKeySet() throws Exception {
    WorkloadFactory factory = factory("metrics");
    Settings settings =
        everyKeySet(
            "workloads.metrics",
            Map.of(
                "workloads.metrics.slice-bits", "3",
                "workloads.metrics.zone", "Europe/Madrid"));

    WorkloadSetup setup = WorkloadSection.of(factory, settings);

    assertThat(setup.plain()).isEqualTo(setup(factory, 3).plain());
    assertThat(setup.settings()).isEqualTo(Map.of("zone", "Europe/Madrid"));
  }
}
