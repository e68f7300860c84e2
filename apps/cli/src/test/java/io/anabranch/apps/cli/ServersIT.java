package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real servers, as people start, lose and end them. */
@Timeout(400)
class ServersIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private final List<Integer> ports = new ArrayList<>();

  @BeforeEach
  void choosePorts() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    for (ServerSocket socket : held) {
      ports.add(socket.getLocalPort());
      socket.close();
    }
  }

  @AfterEach
  void leaveNothing() {
    Ran.run("down", "--directory", directory.toString());
  }

  private Ran up(String... more) {
    List<String> description =
        new ArrayList<>(
            List.of(
                "up",
                "--directory",
                directory.toString(),
                "--kafka-port",
                ports.get(0).toString(),
                "--hdfs-port",
                ports.get(1).toString(),
                "--cassandra-port",
                ports.get(2).toString()));
    description.addAll(List.of(more));
    return Ran.run(description.toArray(String[]::new));
  }

  private Ran status() {
    return Ran.run("status", "--directory", directory.toString(), "-o", "json");
  }

  private Map<String, JsonNode> statuses() throws IOException {
    Map<String, JsonNode> servers = new TreeMap<>();
    for (String line : status().rows()) {
      JsonNode server = JSON.readTree(line);
      servers.put(server.get("server").asText(), server);
    }
    return servers;
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void comeUpComeBackAndGo() throws IOException {
    Ran up = up();

    assertThat(up.code()).as(up.err()).isEqualTo(ExitCode.OK);
    assertThat(up.rows())
        .containsExactly(
            "kafka      127.0.0.1:" + ports.get(0),
            "hdfs       127.0.0.1:" + ports.get(1),
            "cassandra  127.0.0.1:" + ports.get(2));
    assertThat(status().code()).isEqualTo(ExitCode.OK);
    Map<String, JsonNode> before = statuses();
    assertThat(before.values()).allMatch(server -> server.get("state").asText().equals("ready"));

    // Killed, one is started again, and the others stay.
    LocalServers servers = LocalServers.in(directory);
    long killed = before.get("kafka").get("pid").asLong();
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
    await(
        "another process of Kafka",
        () -> {
          ServerStatus kafka = servers.recorded(ServerKind.KAFKA);
          return kafka.state() == ServerState.READY && !kafka.pid().contains(killed);
        });
    Map<String, JsonNode> after = statuses();
    assertThat(after.get("kafka").get("restarts").asInt()).isEqualTo(1);
    assertThat(after.get("kafka").get("reason").asText()).contains("signal 9");
    assertThat(after.get("hdfs").get("pid")).isEqualTo(before.get("hdfs").get("pid"));
    assertThat(after.get("cassandra").get("pid")).isEqualTo(before.get("cassandra").get("pid"));

    // A second time, there is nothing to do.
    Ran again = up();
    assertThat(again.code()).isEqualTo(ExitCode.OK);
    assertThat(again.out()).isEqualTo(up.out());
    assertThat(again.err()).contains("kafka runs already").doesNotContain("starting");
    assertThat(statuses().get("kafka").get("pid")).isEqualTo(after.get("kafka").get("pid"));

    Ran down = Ran.run("down", "--directory", directory.toString());
    assertThat(down.code()).isEqualTo(ExitCode.OK);
    assertThat(down.err()).contains("stopped kafka, hdfs, cassandra");
    assertThat(after.values()).noneMatch(server -> isAlive(server.get("pid").asLong()));
    assertThat(servers.isSupervised()).isFalse();
    assertThat(status().code()).isEqualTo(ExitCode.INCOMPLETE);
  }

  @Test
  void goWithTheirSupervisor() throws IOException {
    assertThat(up("--only", "kafka").code()).isEqualTo(ExitCode.USAGE);
    Ran up =
        Ran.run(
            "up",
            "--only",
            "kafka",
            "--directory",
            directory.toString(),
            "--kafka-port",
            ports.get(0).toString());
    assertThat(up.code()).as(up.err()).isEqualTo(ExitCode.OK);
    long kafka = statuses().get("kafka").get("pid").asLong();
    Properties supervisor = new Properties();
    try (java.io.Reader text =
        java.nio.file.Files.newBufferedReader(directory.resolve("kafka.state"))) {
      supervisor.load(text);
    }

    ProcessHandle.of(Long.parseLong(supervisor.getProperty("supervisor.pid")))
        .orElseThrow()
        .destroyForcibly();

    await("the end of Kafka", () -> !isAlive(kafka));
    Ran told = status();
    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.err()).contains("Kafka does not run: its supervisor has gone");
    Ran again =
        Ran.run(
            "up",
            "--only",
            "kafka",
            "--directory",
            directory.toString(),
            "--kafka-port",
            ports.get(0).toString());
    assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.OK);
  }
}
