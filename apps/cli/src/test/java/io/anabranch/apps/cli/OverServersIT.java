package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.adapters.cassandra.CassandraSession;
import io.anabranch.adapters.hdfs.HdfsDirectories;
import io.anabranch.adapters.kafka.KafkaTopics;
import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.process.ReadingComponent;
import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.RunNamespaces;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layers over a real Kafka, HDFS and Cassandra. */
@Timeout(600)
final class OverServersIT {

  private static final Path SAMPLES = Path.of("..", "..", "samples");

  @TempDir private static Path directory;
  private static final Map<ServerKind, LocalServer> SERVERS = new ConcurrentHashMap<>();
  private static String settings = "";

  @BeforeAll
  static void startServers() throws IOException {
    CompletableFuture.allOf(
            List.of(ServerKind.values()).stream()
                .map(kind -> CompletableFuture.runAsync(() -> start(kind)))
                .toArray(CompletableFuture[]::new))
        .join();
    settings = write("settings.conf", "");
  }

  private static void start(ServerKind kind) {
    SERVERS.put(kind, LocalServer.start(kind, directory.resolve(kind.word())));
  }

  private static String write(String name, String more) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(
        file,
        "servers.kafka.bootstrap-servers = \""
            + at(ServerKind.KAFKA)
            + "\"\nservers.hdfs.root = \"hdfs://"
            + at(ServerKind.HDFS)
            + "/anabranch\"\nservers.cassandra.contact-points = [\""
            + at(ServerKind.CASSANDRA)
            + "\"]\n"
            + more);
    return file.toString();
  }

  private static String at(ServerKind kind) {
    InetSocketAddress address = SERVERS.get(kind).address();
    return address.getHostString() + ":" + address.getPort();
  }

  @AfterAll
  static void endServers() {
    SERVERS.values().forEach(LocalServer::close);
  }

  @ParameterizedTest
  @CsvSource({
    "vending,purchases,",
    "metrics,collectd,especificaciones",
    "social,reddit,",
    "weather,weather,"
  })
  void replayGivesTheRowsThatItGivesInMemory(String workload, String sample, String reference) {
    List<String> arguments = new ArrayList<>(List.of("replay", workload, "-o", "json"));
    arguments.addAll(List.of("--file", SAMPLES.resolve(sample + ".ndjson").toString()));
    if (reference != null) {
      arguments.addAll(List.of("--reference", SAMPLES.resolve(reference + ".ndjson").toString()));
    }
    Ran inMemory = Ran.run(arguments.toArray(String[]::new));
    arguments.addAll(List.of("--servers", settings));

    Ran onServers = Ran.run(arguments.toArray(String[]::new));

    assertThat(onServers.code()).as(onServers.err()).isEqualTo(ExitCode.OK);
    assertThat(onServers.rows()).isNotEmpty().isEqualTo(inMemory.rows());
    assertThat(onServers.err()).contains("publication 3 of 3").contains("exact");
    assertNothingIsLeftOf("replay");
  }

  @Test
  void demoLeavesNothingBehind() throws Exception {
    Ran ran =
        Ran.run("demo", "vending", "--servers", settings, "--for=5s", "--no-page", "-o", "json");

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.OK);
    assertNothingIsLeftOf("demo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo vending --no-page", "replay vending --batches 40 --file FILE"})
  void runsThatAreToldToEndLeaveNothingBehind(String arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    String file = SAMPLES.resolve("purchases.ndjson").toString();
    command.addAll(List.of(arguments.replace("FILE", file).split(" ", -1)));
    command.addAll(List.of("--servers", settings));
    Path err = directory.resolve("ended.err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    String kind = command.get(5);
    eventually(
        () -> {
          assertThat(process.isAlive()).isTrue();
          return namespaces().stream().anyMatch(name -> name.startsWith(kind + "-"));
        });

    process.destroy();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(err)).doesNotContain("internal error").doesNotContain("is left");
    assertNothingIsLeftOf(kind);
  }

  @Test
  void cleanDeletesWhatAKilledRunHasLeftAndNothingElse() throws Exception {
    String file = SAMPLES.resolve("purchases.ndjson").toString();
    Ran kept = Ran.run("replay", "vending", "--file", file, "--servers", settings, "--keep");
    assertThat(kept.code()).as(kept.err()).isEqualTo(ExitCode.OK);
    Matcher told =
        Pattern.compile("query them with --set namespace=(replay[0-9a-z]+)").matcher(kept.err());
    assertThat(told.find()).as(kept.err()).isTrue();
    String killed =
        RunNamespaces.namespace("replay", Instant.now().minus(Duration.ofHours(30)), "x");
    String running =
        RunNamespaces.namespace("replay", Instant.now().minus(Duration.ofHours(2)), "y");
    leaveSomethingIn(killed);
    leaveSomethingIn(running);

    Ran cleaned = Ran.run("clean", "--servers", settings);

    assertThat(cleaned.code()).as(cleaned.err()).isEqualTo(ExitCode.OK);
    assertThat(cleaned.err()).contains(killed).doesNotContain(running);
    eventually(() -> namespaces().stream().noneMatch(name -> name.equals(killed)));
    assertThat(namespaces()).contains(running, told.group(1));
    Ran asked =
        Ran.run(
            "query",
            "vending.items",
            "--servers",
            settings,
            "--set",
            "namespace=" + told.group(1),
            "-o",
            "json");
    assertThat(asked.code()).as(asked.err()).isEqualTo(ExitCode.OK);
    assertThat(asked.rows()).isNotEmpty();
    Ran again = Ran.run("clean", "--servers", settings, "--older", "1h");
    assertThat(again.err()).contains(running);
    eventually(() -> namespaces().stream().noneMatch(name -> name.equals(running)));
  }

  /** What a run that is killed has made: topics, files and rows. */
  private static void leaveSomethingIn(String namespace) throws Exception {
    ServerSettings servers = servers().in(namespace);
    WorkloadSetup setup =
        servers.settings().workload(WorkloadCatalog.shipped().find("vending").get());
    try (CloseStack closing = new CloseStack()) {
      ReadingComponent reading = DaggerReadingComponent.factory().create(servers, setup, closing);
      Partition partition =
          reading.topics().recorded(setup.topics().get(0), 1).partitions().first();
      reading.layers().coverage(setup).open();
      reading.layers().ports().archive().append(RecordBatch.empty(partition, 0, 5));
      reading.layers().ports().progress().advance(new DefinitionNumber(1), partition, 5);
    }
    assertThat(namespaces()).contains(namespace);
  }

  private static ServerSettings servers() throws SettingsException {
    return ServerSettings.of(
        AnabranchSettings.of(
            Settings.load(Option.some(Path.of(settings)), Map.of(), Map.of()),
            WorkloadCatalog.shipped().all()));
  }

  /** All that have topics, files or rows. */
  private static Set<String> namespaces() {
    Set<String> names = new TreeSet<>();
    try (KafkaTopics topics = KafkaTopics.open(servers().kafka());
        CassandraSession session = CassandraSession.open(servers().cassandra())) {
      topics.names().forEach(name -> names.add(name.split("\\.", -1)[0]));
      session.held().forEach(held -> names.add(held.stores().split("\\.", -1)[0]));
      names.addAll(new HdfsDirectories(servers().hdfs()).names());
      return names;
    } catch (StoreFailure | SettingsException away) {
      throw new AssertionError(away);
    }
  }

  private static void assertNothingIsLeftOf(String kind) {
    eventually(() -> namespaces().stream().noneMatch(name -> name.startsWith(kind + "-")));
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Test
  void layersThatGoByPositionsEndWhereTheirTopicWasRecreated() throws Exception {
    String own = write("halts.conf", "namespace = halts\nservers.cassandra.timeout = 60s\n");
    String file = SAMPLES.resolve("purchases.ndjson").toString();
    assertThat(Ran.run("ingest", "vending", "--file", file, "--servers", own).code()).isZero();
    query(own, "merged"); // which makes the tables
    Map<String, CompletableFuture<Integer>> running = new TreeMap<>();
    Map<String, ByteArrayOutputStream> told = new TreeMap<>();
    // Not the others: what is archived, and answered, stays right.
    for (String layer : List.of("ingest", "speed")) {
      List<String> arguments =
          new ArrayList<>(List.of(layer, "vending", "--servers", own, "--for=4m"));
      if (layer.equals("ingest")) {
        arguments.addAll(List.of("--generate", "50"));
      }
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      told.put(layer, err);
      PrintStream into = new PrintStream(err, true, StandardCharsets.UTF_8);
      running.put(
          layer,
          CompletableFuture.supplyAsync(
              () -> Main.run(arguments.toArray(String[]::new), into, into)));
    }
    eventually(() -> query(own, "speed").rows().size() > 0);

    try (KafkaTopics topics = KafkaTopics.open(servers().kafka().withTopicPrefix("halts."))) {
      topics.deleteAll();
      eventually(() -> !namesOf(topics).contains("snack_automat_message"));
    }
    Ran.run("ingest", "vending", "--file", file, "--servers", own);

    running.forEach(
        (layer, ended) ->
            assertThat(ended)
                .as(() -> layer + " " + told)
                .succeedsWithin(Duration.ofSeconds(100))
                .isEqualTo(ExitCode.FAILED));
    told.forEach(
        (layer, err) ->
            assertThat(err.toString(StandardCharsets.UTF_8))
                .as(layer)
                .contains("snack_automat_message"));
  }

  private static Set<String> namesOf(KafkaTopics topics) {
    try {
      return topics.names();
    } catch (StoreFailure away) {
      throw new AssertionError(away);
    }
  }

  @Test
  void layersThatAreProcessesMeetOnTheServers() throws IOException, InterruptedException {
    String own = write("layers.conf", "namespace = layers\nworkloads.vending.slice-bits = 6\n");
    String file = SAMPLES.resolve("purchases.ndjson").toString();
    Ran inMemory = Ran.run("replay", "vending", "--file", file, "--view", "items", "-o", "json");

    Ran sent = Ran.run("ingest", "vending", "--file", file, "--servers", own);
    assertThat(sent.code()).as(sent.err()).isEqualTo(ExitCode.OK);
    assertThat(sent.err()).contains("308 records sent");

    Ran archived = Ran.run("archive", "vending", "--servers", own, "--for=2s");
    assertThat(archived.code()).as(archived.err()).isEqualTo(ExitCode.OK);
    assertThat(archived.err()).contains("1 files archived, of 308 records");

    Ran published = Ran.run("batch", "vending", "--servers", own);
    assertThat(published.code()).as(published.err()).isEqualTo(ExitCode.OK);
    assertThat(published.err()).contains("1 publications");

    Ran batchAlone = query(own, "batch");
    assertThat(batchAlone.err()).contains("exact").contains("cut [snack_automat_message-0:256]");
    assertThat(batchAlone.rows()).isNotEqualTo(inMemory.rows());

    Thread speed = daemon("speed", "vending", "--servers", own);
    try {
      Ran merged = query(own, "merged");
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!merged.rows().equals(inMemory.rows()) && System.nanoTime() < deadline) {
        merged = query(own, "merged");
      }
      assertThat(merged.rows()).isEqualTo(inMemory.rows());
      assertThat(merged.err()).contains("V [snack_automat_message-0:308], exact");
      assertThat(query(own, "speed").rows()).hasSize(5);
    } finally {
      speed.interrupt();
      speed.join();
    }
    Ran audited = Ran.run("audit", "vending", "--servers", own, "--for=3s");
    // 3 if it had not gone round once by then.
    assertThat(audited.code()).as(audited.err()).isIn(ExitCode.OK, ExitCode.INCOMPLETE);
    assertThat(audited.err()).contains("0 divergences");
  }

  /** The first topic has 300 records, of which all are archived; the one that follows has 308. */
  @Test
  void layersGoOnAfterATopicWasRecreatedAndAdopted() throws Exception {
    String own = write("adopt.conf", "namespace = adopt\nworkloads.vending.slice-bits = 6\n");
    String file = SAMPLES.resolve("purchases.ndjson").toString();
    List<String> lines = Files.readAllLines(Path.of(file));
    Path first = directory.resolve("first.ndjson");
    Files.write(first, lines.subList(0, 300));
    Path both = directory.resolve("both.ndjson");
    Files.write(both, Stream.concat(lines.subList(0, 300).stream(), lines.stream()).toList());
    Ran inMemory =
        Ran.run("replay", "vending", "--file", both.toString(), "--view", "items", "-o", "json");
    assertThat(Ran.run("ingest", "vending", "--file", first.toString(), "--servers", own).code())
        .isEqualTo(ExitCode.OK);
    Ran.run("archive", "vending", "--servers", own, "--for=2s");
    Ran.run("batch", "vending", "--servers", own);
    assertThat(query(own, "batch").err()).contains("cut [snack_automat_message-0:256]");
    assertThat(Ran.run("adopt", "vending", "--servers", own).out())
        .contains("vending: nothing is lost");

    delete("adopt.snack_automat_message");
    Ran.run("ingest", "vending", "--file", file, "--servers", own);
    assertThat(Ran.run("archive", "vending", "--servers", own, "--for=2s").err())
        .contains("1 files archived");
    assertThat(Ran.run("batch", "vending", "--servers", own, "--for=2s").err())
        .contains("was recreated", "anabranch adopt");
    Ran shown = Ran.run("adopt", "vending", "--servers", own);
    assertThat(shown.code()).as(shown.err()).isEqualTo(ExitCode.FAILED);
    assertThat(shown.out()).contains("nothing known of snack_automat_message-0@");
    assertThat(shown.err()).contains("nothing is changed");
    Ran adopted = Ran.run("adopt", "vending", "--servers", own, "--accept-loss", "--by", "ada");
    assertThat(adopted.code()).as(adopted.err()).isEqualTo(ExitCode.OK);
    assertThat(query(own, "merged").err()).contains("definition 1,").doesNotContain("lost");
    Ran.run("batch", "vending", "--servers", own);
    Ran.run("batch", "vending", "--servers", own);

    Thread speed = daemon("speed", "vending", "--servers", own);
    try {
      Ran merged = query(own, "merged");
      long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (!merged.rows().equals(inMemory.rows()) && System.nanoTime() < deadline) {
        merged = query(own, "merged");
      }
      assertThat(merged.rows()).isEqualTo(inMemory.rows());
      assertThat(merged.err())
          .contains("definition 2,", ":300", "snack_automat_message-0:308", ", exact; lost: ");
    } finally {
      speed.interrupt();
      speed.join();
    }
    Ran audited = Ran.run("audit", "vending", "--servers", own, "--for=3s");
    assertThat(audited.code()).as(audited.err()).isIn(ExitCode.OK, ExitCode.INCOMPLETE);
    assertThat(audited.err()).contains("0 divergences");
    assertThat(Ran.run("adopt", "vending", "--servers", own).code()).isEqualTo(ExitCode.OK);
  }

  private static void delete(String topic) throws Exception {
    Map<String, Object> kafka =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, at(ServerKind.KAFKA));
    try (Admin admin = Admin.create(kafka)) {
      admin.deleteTopics(List.of(topic)).all().get();
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (admin.listTopics().names().get().contains(topic) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void namesAFileSystemThatCannotBeReached() {
    Ran refused =
        Ran.run(
            "replay",
            "vending",
            "--file",
            SAMPLES.resolve("purchases.ndjson").toString(),
            "--servers",
            settings,
            "--set",
            "servers.hdfs.root=hdfs://127.0.0.1:1/anabranch");

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("127.0.0.1:1").doesNotContain("internal error");
  }

  private static Ran query(String servers, String layer) {
    Ran asked =
        Ran.run("query", "vending.items", "--servers", servers, "--layer", layer, "-o", "json");
    assertThat(asked.code()).as(asked.err()).isEqualTo(ExitCode.OK);
    return asked;
  }

  private static Thread daemon(String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Thread thread = new Thread(() -> Main.run(arguments, nowhere, nowhere));
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @ParameterizedTest
  @CsvSource({
    "servers.kafka.bootstrap-servers=127.0.0.1:1,127.0.0.1:1",
    "servers.cassandra.contact-points=127.0.0.1:1,127.0.0.1:1",
    "servers.cassandra.datacenter=elsewhere,datacenter1",
    "servers.kafka.bootstrap-servers=nonsense,host:port",
    "batch.segments=floppy,cassandra or hdfs",
    "servers.kafka.bootstrap=x,there is no setting"
  })
  void namesWhatCannotBeReached(String set, String told) {
    Ran refused =
        Ran.run(
            "query",
            "vending.items",
            "--servers",
            settings,
            "--set",
            set,
            "--set",
            "servers.kafka.timeout=2s",
            "--set",
            "servers.cassandra.timeout=3s");

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err().lines()).as(refused.err()).anyMatch(line -> line.contains(told));
    assertThat(refused.err()).doesNotContain("internal error");
  }
}
