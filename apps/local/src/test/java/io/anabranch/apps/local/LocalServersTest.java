package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a directory mean to a program that needs a server. */
class LocalServersTest {

  private static final LiveProcess GONE = new LiveProcess(1, "an earlier boot");

  @TempDir Path directory;

  private void record(ServerState state, LiveProcess supervisor, LiveProcess server, int restarts)
      throws IOException {
    new ServerRecord(
            state,
            9092,
            Option.some(supervisor),
            Option.some(server),
            Instant.now(),
            restarts,
            "it ran out of memory")
        .write(directory, ServerKind.KAFKA);
  }

  private LocalServers servers() {
    return LocalServers.in(directory);
  }

  private String problem() {
    return servers().address(ServerKind.KAFKA).getLeft().getMessage();
  }

  @Test
  void namesTheCommandThatStartsAStoppedServer() {
    assertThat(problem())
        .isEqualTo("Kafka does not run in " + directory + "; start it with './anabranch up'");
  }

  @Test
  void knowsTheAddressOfAServerThatIsReadyOrRestarting() throws IOException {
    for (ServerState state : List.of(ServerState.READY, ServerState.RESTARTING)) {
      record(state, LiveProcess.current(), LiveProcess.current(), 1);

      assertThat(servers().address(ServerKind.KAFKA).get()).hasToString("/127.0.0.1:9092");
    }
    record(ServerState.STARTING, LiveProcess.current(), LiveProcess.current(), 1);
    assertThat(servers().address(ServerKind.KAFKA).isRight()).isTrue();
  }

  @Test
  void knowsNoAddressBeforeAClientWasServed() throws IOException {
    record(ServerState.STARTING, LiveProcess.current(), LiveProcess.current(), 0);

    assertThat(problem()).contains("still starting");
  }

  @Test
  void reportsWhyAServerDied() throws IOException {
    record(ServerState.DIED, GONE, GONE, 5);

    assertThat(problem())
        .contains("has died: it ran out of memory", "./anabranch up", "server.log");
  }

  @Test
  void doesNotMistakeALaterProcessWithTheSamePidForTheServer() throws IOException {
    LiveProcess other = new LiveProcess(ProcessHandle.current().pid(), "earlier");
    record(ServerState.READY, LiveProcess.current(), other, 0);

    ServerStatus status = servers().recorded(ServerKind.KAFKA);

    assertThat(status.state()).isEqualTo(ServerState.RESTARTING);
    assertThat(status.pid()).isEmpty();
    record(ServerState.READY, other, other, 0);
    assertThat(servers().isSupervised()).isFalse();
    servers().release(List.of(ServerKind.KAFKA));
    servers().kill(List.of(ServerKind.KAFKA));
  }

  @Test
  void reportsThatTheSupervisorHasGone() throws IOException {
    record(ServerState.READY, GONE, GONE, 0);

    ServerStatus status = servers().recorded(ServerKind.KAFKA);

    assertThat(status.state()).isEqualTo(ServerState.DIED);
    assertThat(status.reason()).contains("its supervisor has gone");
  }

  @Test
  void reportsAServerThatIsStoppingAfterItsSupervisor() throws IOException {
    record(ServerState.READY, GONE, LiveProcess.current(), 0);

    ServerStatus status = servers().recorded(ServerKind.KAFKA);

    assertThat(status.state()).isEqualTo(ServerState.STOPPING);
    assertThat(status.pid()).contains(ProcessHandle.current().pid());
  }

  @Test
  void recordsThatAServerWithoutSupervisorIsStoppedOnceItIsReleased() throws IOException {
    record(ServerState.READY, GONE, GONE, 0);

    servers().release(List.of(ServerKind.KAFKA));

    assertThat(servers().recorded(ServerKind.KAFKA).state()).isEqualTo(ServerState.STOPPED);
  }
}
