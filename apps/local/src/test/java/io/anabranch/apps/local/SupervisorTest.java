package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors of a {@link FakeServer}. */
@Timeout(120)
class SupervisorTest {

  private static final int PORT = 9092;
  private static final SupervisorTimeouts TIMEOUTS =
      new SupervisorTimeouts(
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(60),
          Duration.ofMillis(10),
          2,
          Duration.ofMinutes(10));

  @TempDir Path directory;

  private final List<Supervisor> supervisors = new ArrayList<>();

  @AfterEach
  void stop() {
    supervisors.forEach(Supervisor::stop);
  }

  private void behave(String behaviour) throws IOException {
    Path home = Files.createDirectories(directory.resolve(ServerKind.KAFKA.word()));
    Files.writeString(home.resolve("behaviour"), behaviour, StandardCharsets.UTF_8);
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx16m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeServer.class.getName(),
        directory.resolve(ServerKind.KAFKA.word()).toString(),
        Integer.toString(PORT));
  }

  private Supervisor supervise(SupervisorTimeouts timeouts) {
    Supervisor supervisor =
        new Supervisor(ServerKind.KAFKA, directory, PORT, this::command, timeouts);
    supervisors.add(supervisor);
    new Thread(
            () -> {
              try {
                supervisor.run();
              } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
              }
            })
        .start();
    return supervisor;
  }

  private ServerRecord record() throws IOException {
    return ServerRecord.read(directory, ServerKind.KAFKA)
        .getOrElseThrow(() -> new AssertionError("no record"));
  }

  private LiveProcess server() throws IOException {
    return record().server().getOrElseThrow(() -> new AssertionError("no process"));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void await(ServerState state) throws Exception {
    await(
        state.toString(),
        () ->
            ServerRecord.read(directory, ServerKind.KAFKA)
                .exists(record -> record.state() == state));
  }

  private static void kill(LiveProcess process) {
    process.find().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void startsAServerAndStopsIt() throws Exception {
    behave("ready");
    Supervisor supervisor = supervise(TIMEOUTS);
    await(ServerState.READY);
    LiveProcess server = server();
    assertThat(record().port()).isEqualTo(PORT);
    assertThat(record().supervisor()).contains(LiveProcess.current());

    supervisor.stop();

    assertThat(server.isAlive()).isFalse();
    assertThat(record().state()).isEqualTo(ServerState.STOPPED);
    assertThat(record().server()).isEmpty();
  }

  @Test
  void restartsAServerThatWasKilledUntilThatHappensTooOften() throws Exception {
    behave("ready");
    supervise(TIMEOUTS);
    await(ServerState.READY);

    for (int restarts = 1; restarts <= TIMEOUTS.restarts(); restarts++) {
      LiveProcess before = server();
      kill(before);
      await(
          "another process",
          () ->
              record().state() == ServerState.READY
                  && record().server().exists(process -> !process.equals(before)));
      assertThat(record().restarts()).isEqualTo(restarts);
      assertThat(record().reason()).contains("killed (signal 9");
    }
    kill(server());
    await(ServerState.DIED);

    assertThat(record().reason())
        .contains("killed (signal 9", "gave up after 2 restarts within 10 minutes");
    supervise(TIMEOUTS);
    await(ServerState.READY);
    assertThat(record().restarts()).isZero();
    assertThat(record().reason()).isEmpty();
  }

  @Test
  void doesNotRestartAServerThatWasNeverReadyAndReportsWhy() throws Exception {
    behave("exits");
    supervise(TIMEOUTS);
    await(ServerState.DIED);

    assertThat(record().reason())
        .isEqualTo("it exited with status 3: Exception in thread \"main\" IOException: no room");
    assertThat(record().restarts()).isZero();
    behave("ready");
    supervise(TIMEOUTS);
    await(ServerState.READY);
  }

  @Test
  void reportsAServerThatCannotBeStarted() throws Exception {
    Supervisor supervisor =
        new Supervisor(
            ServerKind.KAFKA,
            directory,
            PORT,
            () -> {
              throw new LocalServerException("the jars of Kafka are missing");
            },
            TIMEOUTS);

    supervisor.run();

    assertThat(record().state()).isEqualTo(ServerState.DIED);
    assertThat(record().reason()).isEqualTo("it cannot be started: the jars of Kafka are missing");
  }

  @Test
  void killsAServerThatIsNotReadyInTime() throws Exception {
    behave("hangs");
    supervise(
        new SupervisorTimeouts(
            TIMEOUTS.poll(),
            Duration.ofSeconds(1),
            TIMEOUTS.stop(),
            TIMEOUTS.backoff(),
            TIMEOUTS.restarts(),
            TIMEOUTS.window()));
    await(ServerState.STARTING);
    await("a process", () -> record().server().isDefined());
    LiveProcess server = server();
    await(ServerState.DIED);

    assertThat(record().reason()).isEqualTo("it served no client within 1 s");
    assertThat(record().server()).isEmpty();
    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void killsAServerThatDoesNotStopInTime() throws Exception {
    behave("ignores SIGTERM");
    Supervisor supervisor =
        supervise(
            new SupervisorTimeouts(
                TIMEOUTS.poll(),
                TIMEOUTS.start(),
                Duration.ofMillis(200),
                TIMEOUTS.backoff(),
                TIMEOUTS.restarts(),
                TIMEOUTS.window()));
    await(ServerState.READY);
    LiveProcess server = server();

    supervisor.stop();

    assertThat(server.isAlive()).isFalse();
    assertThat(record().state()).isEqualTo(ServerState.STOPPED);
  }

  @Test
  void stopsDuringTheBackOff() throws Exception {
    behave("ready");
    Supervisor supervisor =
        supervise(
            new SupervisorTimeouts(
                TIMEOUTS.poll(),
                TIMEOUTS.start(),
                TIMEOUTS.stop(),
                Duration.ofHours(1),
                TIMEOUTS.restarts(),
                TIMEOUTS.window()));
    await(ServerState.READY);
    LiveProcess first = server();
    kill(first);
    await("the first restart", () -> !record().server().contains(first));
    await(ServerState.READY);
    kill(server());
    await(ServerState.RESTARTING);

    supervisor.stop();

    assertThat(record().state()).isEqualTo(ServerState.STOPPED);
  }

  @Test
  void waitsForTheServerOfASupervisorThatWasKilled() throws Exception {
    behave("ready");
    ServerProcess predecessor =
        ServerProcess.launch(command(), directory.resolve(ServerKind.KAFKA.word()));
    predecessor.awaitReady(Duration.ofSeconds(60));
    assertThat(predecessor.isReady()).isTrue();
    Option<LiveProcess> process = Option.some(LiveProcess.of(predecessor.handle()));
    new ServerRecord(
            ServerState.READY,
            PORT,
            Option.some(new LiveProcess(1, "an earlier boot")),
            process,
            Instant.now(),
            0,
            "")
        .write(directory, ServerKind.KAFKA);

    supervise(TIMEOUTS);
    await(ServerState.STARTING);

    assertThat(record().server()).isEqualTo(process);
    predecessor.kill();
    await(ServerState.READY);
    assertThat(server().pid()).isNotEqualTo(predecessor.handle().pid());
  }
}
