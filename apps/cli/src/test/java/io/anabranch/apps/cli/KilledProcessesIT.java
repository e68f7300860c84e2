package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.local.LocalServer;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.standalone.live.FullRecount;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Layers that are processes, two of each, over real servers; processes and servers are killed as
 * {@code kill -9} does, and nothing is lost or counted twice.
 */
@Timeout(900)
final class KilledProcessesIT {

  private static final String WORKLOAD = "vending";

  /** Of these two run at a time; and what more they are told. */
  private static final Map<String, String[]> TWOFOLD =
      Map.of(
          "speed", new String[0],
          "archive", new String[0],
          "batch", new String[] {"--every", "2s"});

  @TempDir private static Path directory;
  private static final Map<ServerKind, LocalServer> SERVERS = new ConcurrentHashMap<>();

  private final Map<String, Deque<Process>> layers = new TreeMap<>();
  private String settings = "";
  private final Map<Process, Path> said = new HashMap<>();

  /** Something that is true some time. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws StoreFailure;
  }

  @BeforeAll
  static void startServers() {
    CompletableFuture.allOf(
            List.of(ServerKind.values()).stream()
                .map(
                    kind ->
                        CompletableFuture.runAsync(
                            () ->
                                SERVERS.put(
                                    kind, LocalServer.start(kind, directory.resolve(kind.word())))))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  @AfterAll
  static void endServers() {
    SERVERS.values().forEach(LocalServer::close);
  }

  private static LocalServer server(ServerKind kind) {
    return Option.of(SERVERS.get(kind)).get();
  }

  private static String at(ServerKind kind) {
    InetSocketAddress address = server(kind).address();
    return address.getHostString() + ":" + address.getPort();
  }

  @Test
  void othersGoOnAndAnswersStayExact() throws Exception {
    Path file = directory.resolve("killed.conf");
    Files.writeString(
        file,
        String.join(
            "\n",
            "servers.kafka.bootstrap-servers = \"" + at(ServerKind.KAFKA) + "\"",
            "servers.hdfs.root = \"hdfs://" + at(ServerKind.HDFS) + "/anabranch\"",
            "servers.cassandra.contact-points = [\"" + at(ServerKind.CASSANDRA) + "\"]",
            "workloads.vending.slice-bits = 6",
            "archive.every = 1s"));
    settings = file.toString();
    start("ingest", "--generate", "60");
    try (CloseStack closing = new CloseStack()) {
      ServerSettings servers =
          ServerSettings.of(
              AnabranchSettings.of(
                  Settings.load(Option.some(file), Map.of(), Map.of()),
                  WorkloadCatalog.shipped().all()));
      WorkloadSetup setup =
          servers.settings().workload(WorkloadCatalog.shipped().find(WORKLOAD).get());
      Layers layers = DaggerReadingComponent.factory().create(servers, setup, closing).layers();
      LayerPorts ports = layers.ports();
      for (Map.Entry<String, String[]> layer : TWOFOLD.entrySet()) {
        start(layer.getKey(), layer.getValue());
        start(layer.getKey(), layer.getValue());
      }
      eventually("opens", () -> ports.ledger().read(WORKLOAD).isDefined());
      allGoOn(setup, ports);
      start("audit");

      for (String layer : TWOFOLD.keySet()) {
        kill(layer);
        allGoOn(setup, ports);
      }
      start("speed"); // the one that is left may own all that is busy
      kill("speed");
      allGoOn(setup, ports);
      for (ServerKind kind : ServerKind.values()) {
        server(kind).kill();
        server(kind).restart();
        allGoOn(setup, ports);
      }

      long sent = sent(end("ingest"));
      OffsetVector end = end(setup, ports);
      eventually("folds all", () -> folded(ports).covers(end));
      assertThat(end.asMap().values().stream().mapToLong(offset -> offset).sum())
          .isGreaterThanOrEqualTo(sent);
      assertThat(end("audit")).containsPattern("audited [1-9][0-9,]* rows .*: 0 divergences");
      for (String layer : TWOFOLD.keySet()) {
        end(layer);
      }
      FullRecount.Verdict verdict =
          FullRecount.of(
              layers.serving(() -> LabelsAt.NONE, Clock.systemUTC()), ports.log(), ports.archive());
      assertThat(verdict.differences()).isEmpty();
      assertThat(verdict.rows()).isPositive();
    } finally {
      layers.values().forEach(ones -> ones.forEach(Process::destroyForcibly));
    }
  }

  /** How many records {@code ingest} said to have sent, in the end. */
  private static long sent(String err) {
    Matcher told = Pattern.compile("ingest: ([0-9,]+) records sent").matcher(err);
    long sent = 0;
    while (told.find()) {
      sent = Long.parseLong(told.group(1).replace(",", ""));
    }
    assertThat(sent).isPositive();
    return sent;
  }

  // Layers

  private void start(String layer, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(layer, WORKLOAD, "--servers", settings));
    command.addAll(List.of(more));
    Path err = directory.resolve(layer + "-" + said.size() + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    said.put(process, err);
    layers.computeIfAbsent(layer, each -> new ArrayDeque<>()).add(process);
  }

  private void kill(String layer) throws InterruptedException {
    Process oldest = Option.of(layers.get(layer)).get().remove();
    assertThat(oldest.isAlive()).as(layer).isTrue();
    oldest.destroyForcibly();
    assertThat(oldest.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  /** Ends one as SIGTERM does; what it had to say. */
  private String end(String layer) throws IOException, InterruptedException {
    Process one = Option.of(layers.get(layer)).get().remove();
    assertThat(one.isAlive()).as(layer).isTrue();
    one.destroy();
    assertThat(one.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(Option.of(said.get(one)).get());
  }

  // Going on

  /** Every layer comes to where the log ends now, and batch publishes what is archived by then. */
  private void allGoOn(WorkloadSetup setup, LayerPorts ports) throws Exception {
    OffsetVector end = now(() -> end(setup, ports));
    long epoch = now(() -> lane(ports)).epoch();
    eventually("folds", () -> folded(ports).covers(end));
    eventually("archives", () -> archived(setup, ports).covers(end));
    eventually("publishes", () -> lane(ports).epoch() > epoch);
  }

  private static OffsetVector end(WorkloadSetup setup, LayerPorts ports) throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (Partition partition : partitions(setup, ports)) {
      ends.put(partition, ports.log().bounds(partition).to());
    }
    return OffsetVector.of(ends);
  }

  private static List<Partition> partitions(WorkloadSetup setup, LayerPorts ports)
      throws StoreFailure {
    List<Partition> partitions = new ArrayList<>();
    for (String topic : setup.topics()) {
      partitions.addAll(ports.log().partitions(topic));
    }
    return partitions;
  }

  private static Lane lane(LayerPorts ports) throws StoreFailure {
    return ports.ledger().read(WORKLOAD).get().servingLane();
  }

  private static OffsetVector folded(LayerPorts ports) throws StoreFailure {
    return ports.progress().read(lane(ports).definition().number());
  }

  private static OffsetVector archived(WorkloadSetup setup, LayerPorts ports) throws StoreFailure {
    Map<Partition, Long> ends = new TreeMap<>();
    for (Partition partition : partitions(setup, ports)) {
      ends.put(partition, ManifestChain.lastEnd(ports.archive(), partition));
    }
    return OffsetVector.of(ends);
  }

  private String allSaid() {
    StringBuilder all = new StringBuilder();
    said.forEach(
        (process, err) -> {
          try {
            all.append(err.getFileName())
                .append(process.isAlive() ? " lives\n" : " has ended\n")
                .append(Files.readString(err));
          } catch (IOException unread) {
            all.append(unread);
          }
        });
    return all.toString();
  }

  /** Something to ask of servers that may be away for a moment. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws StoreFailure;
  }

  private <T> T now(Question<T> question) {
    List<T> answer = new ArrayList<>();
    eventually("answers", () -> answer.add(question.ask()));
    return answer.get(0);
  }

  private void eventually(String what, Condition condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (true) {
      String trouble = "";
      try {
        if (condition.holds()) {
          return;
        }
      } catch (StoreFailure away) {
        trouble = String.valueOf(away.getMessage());
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("nobody " + what + " " + trouble + "\n" + allSaid());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
