package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor over servers that do as they are told. */
@Timeout(120)
class SupervisorTest {

  private static final SupervisorTimeouts PACE =
      new SupervisorTimeouts(
          Duration.ofMillis(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(60),
          Duration.ofMillis(10),
          2,
          Duration.ofMinutes(10));

  @TempDir Path directory;

  private final List<Thread> supervisors = new ArrayList<>();
  private Option<Supervisor> supervisor = Option.none();

  @BeforeEach
  void behave() throws IOException {
    for (ServerKind kind : ServerKind.values()) {
      behave(kind, "well");
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    supervisor.forEach(Supervisor::end);
    for (Thread thread : supervisors) {
      thread.join();
    }
  }

  private void behave(ServerKind kind, String behaviour) throws IOException {
    Path home = Files.createDirectories(directory.resolve(kind.word()));
    Files.writeString(home.resolve("behaviour"), behaviour, StandardCharsets.UTF_8);
  }

  private static List<String> command(ServerKind kind, Path home, Map<String, Integer> ports) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx16m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        FakeServer.class.getName(),
        home.toString(),
        LocalServer.CLIENT + "=" + ports.get(LocalServer.CLIENT));
  }

  private void supervise(SupervisorTimeouts pace) throws IOException {
    Supervisor begun = new Supervisor(directory, SupervisorTest::command, pace);
    supervisor = Option.some(begun);
    Supervisor.announce(directory, LiveProcess.current());
    Thread thread =
        new Thread(
            () -> {
              try {
                begun.run();
              } catch (IOException | InterruptedException broken) {
                throw new IllegalStateException(broken);
              }
            });
    supervisors.add(thread);
    thread.start();
  }

  private void want(ServerKind kind) throws IOException {
    DesiredState.of(kind.usualPort()).write(directory, kind);
  }

  private ServerRecord record(ServerKind kind) throws IOException {
    return ServerRecord.read(directory, kind)
        .getOrElseThrow(() -> new AssertionError("no record of " + kind));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void await(ServerKind kind, ServerState state) throws Exception {
    await(
        kind + " " + state,
        () -> ServerRecord.read(directory, kind).exists(record -> record.state() == state));
  }

  private LiveProcess live(ServerKind kind) throws IOException {
    return record(kind).process().getOrElseThrow(() -> new AssertionError("no process"));
  }

  private void kill(LiveProcess live) {
    live.find().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void startsWhatIsWantedAndEndsWithTheLast() throws Exception {
    want(ServerKind.KAFKA);
    want(ServerKind.HDFS);

    supervise(PACE);
    await(ServerKind.KAFKA, ServerState.READY);
    await(ServerKind.HDFS, ServerState.READY);

    assertThat(record(ServerKind.KAFKA).port()).isEqualTo(9092);
    assertThat(ServerRecord.read(directory, ServerKind.CASSANDRA)).isEmpty();
    LiveProcess kafka = live(ServerKind.KAFKA);
    LiveProcess hdfs = live(ServerKind.HDFS);
    DesiredState.withdraw(directory, ServerKind.KAFKA);
    await(ServerKind.KAFKA, ServerState.STOPPED);
    assertThat(kafka.isAlive()).isFalse();
    assertThat(hdfs.isAlive()).isTrue();
    DesiredState.withdraw(directory, ServerKind.HDFS);
    supervisors.get(0).join();
    assertThat(hdfs.isAlive()).isFalse();
    assertThat(record(ServerKind.HDFS).state()).isEqualTo(ServerState.STOPPED);
  }

  @Test
  void startsAgainWhatWasKilledUntilItIsTooOften() throws Exception {
    want(ServerKind.KAFKA);
    supervise(PACE);
    await(ServerKind.KAFKA, ServerState.READY);

    for (int restarts = 1; restarts <= PACE.restarts(); restarts++) {
      LiveProcess before = live(ServerKind.KAFKA);
      kill(before);
      await(
          "another process",
          () -> {
            ServerRecord now = record(ServerKind.KAFKA);
            return now.state() == ServerState.READY
                && now.process().exists(live -> !live.equals(before));
          });
      assertThat(record(ServerKind.KAFKA).restarts()).isEqualTo(restarts);
      assertThat(record(ServerKind.KAFKA).reason()).contains("killed (signal 9");
    }
    kill(live(ServerKind.KAFKA));
    await(ServerKind.KAFKA, ServerState.DIED);

    assertThat(record(ServerKind.KAFKA).reason()).contains("started again 2 times, and is no more");
    want(ServerKind.KAFKA);
    await(ServerKind.KAFKA, ServerState.READY);
    assertThat(record(ServerKind.KAFKA).restarts()).isZero();
  }

  @Test
  void givesUpAtOnceWhatNeverServedAndSaysWhy() throws Exception {
    behave(ServerKind.HDFS, "dies");
    want(ServerKind.HDFS);
    supervise(PACE);
    await(ServerKind.HDFS, ServerState.DIED);

    assertThat(record(ServerKind.HDFS).reason())
        .isEqualTo("it ended with 3: Exception in thread \"main\" IOException: no room");
    assertThat(record(ServerKind.HDFS).restarts()).isZero();
    behave(ServerKind.HDFS, "well");
    want(ServerKind.HDFS);
    await(ServerKind.HDFS, ServerState.READY);
  }

  @Test
  void endsWhatDoesNotServeInTime() throws Exception {
    behave(ServerKind.CASSANDRA, "mute");
    want(ServerKind.CASSANDRA);

    supervise(
        new SupervisorTimeouts(
            PACE.look(),
            Duration.ofSeconds(1),
            PACE.stop(),
            PACE.backoff(),
            PACE.restarts(),
            PACE.window()));
    await(ServerKind.CASSANDRA, ServerState.DIED);

    assertThat(record(ServerKind.CASSANDRA).reason()).isEqualTo("it served no client within 1 s");
    assertThat(record(ServerKind.CASSANDRA).process()).isEmpty();
  }

  @Test
  void endsByForceWhatDoesNotEndInOrder() throws Exception {
    behave(ServerKind.KAFKA, "stubborn");
    want(ServerKind.KAFKA);
    supervise(
        new SupervisorTimeouts(
            PACE.look(),
            PACE.start(),
            Duration.ofMillis(200),
            PACE.backoff(),
            PACE.restarts(),
            PACE.window()));
    await(ServerKind.KAFKA, ServerState.READY);
    LiveProcess stubborn = live(ServerKind.KAFKA);

    supervisor.forEach(Supervisor::end);

    assertThat(stubborn.isAlive()).isFalse();
    assertThat(record(ServerKind.KAFKA).state()).isEqualTo(ServerState.STOPPED);
  }

  @Test
  void waitsForTheServerOfAnEarlierSupervisor() throws Exception {
    Path home = directory.resolve(ServerKind.KAFKA.word());
    ServerProcess earlier =
        ServerProcess.launch(command(ServerKind.KAFKA, home, Map.of("client", 15_000)), home);
    assertThat(earlier.settles(Duration.ofSeconds(60))).isTrue();
    new ServerRecord(
            ServerState.READY,
            15_000,
            0,
            Option.some(LiveProcess.of(earlier.handle())),
            java.time.Instant.now(),
            0,
            "")
        .write(directory, ServerKind.KAFKA);
    want(ServerKind.KAFKA);

    supervise(PACE);
    await(ServerKind.KAFKA, ServerState.STARTING);

    assertThat(record(ServerKind.KAFKA).process()).contains(LiveProcess.of(earlier.handle()));
    earlier.kill();
    await(ServerKind.KAFKA, ServerState.READY);
    assertThat(live(ServerKind.KAFKA).pid()).isNotEqualTo(earlier.handle().pid());
  }
}
