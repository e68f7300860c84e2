package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a directory say to those who need a server. */
class LocalServersTest {

  private static final LiveProcess GONE = new LiveProcess(1, "in another time");

  @TempDir Path directory;

  private void record(ServerState state, LiveProcess process, int restarts) throws IOException {
    new ServerRecord(state, 9092, 0, Option.some(process), Instant.now(), restarts, "it had enough")
        .write(directory, ServerKind.KAFKA);
  }

  private String problem() {
    return LocalServers.in(directory).address(ServerKind.KAFKA).getLeft().getMessage();
  }

  @Test
  void namesTheCommandThatStartsWhatDoesNotRun() {
    assertThat(problem())
        .isEqualTo("Kafka does not run in " + directory + "; start it with './anabranch up'");
  }

  @Test
  void tellsTheAddressOfWhatIsReadyOrComesBackInAMoment() throws IOException {
    Supervisor.announce(directory, LiveProcess.current());
    for (ServerState state : List.of(ServerState.READY, ServerState.RESTARTING)) {
      record(state, LiveProcess.current(), 1);

      assertThat(LocalServers.in(directory).address(ServerKind.KAFKA).get())
          .hasToString("/127.0.0.1:9092");
    }
    record(ServerState.STARTING, LiveProcess.current(), 1);
    assertThat(LocalServers.in(directory).address(ServerKind.KAFKA).isRight()).isTrue();
  }

  @Test
  void tellsNoAddressBeforeAClientWasServed() throws IOException {
    Supervisor.announce(directory, LiveProcess.current());
    record(ServerState.STARTING, LiveProcess.current(), 0);

    assertThat(problem()).contains("still starting");
  }

  @Test
  void saysWhyWhatHasDiedDid() throws IOException {
    Supervisor.announce(directory, LiveProcess.current());
    record(ServerState.DIED, GONE, 5);

    assertThat(problem()).contains("has died: it had enough", "./anabranch up", "server.log");
  }

  @Test
  void takesNoLaterProcessWithTheSameIdForTheServer() throws IOException {
    Supervisor.announce(directory, LiveProcess.current());
    record(ServerState.READY, new LiveProcess(ProcessHandle.current().pid(), "earlier"), 0);

    ServerStatus status = LocalServers.in(directory).recorded(ServerKind.KAFKA);

    assertThat(status.state()).isEqualTo(ServerState.RESTARTING);
    assertThat(status.pid()).isEmpty();
    LocalServers.in(directory).kill(List.of(ServerKind.KAFKA));
  }

  @Test
  void saysThatTheSupervisorHasGone() throws IOException {
    Supervisor.announce(directory, GONE);
    record(ServerState.READY, GONE, 0);

    ServerStatus status = LocalServers.in(directory).recorded(ServerKind.KAFKA);

    assertThat(status.state()).isEqualTo(ServerState.DIED);
    assertThat(status.reason()).contains("its supervisor has gone");
  }

  @Test
  void forgetsWhatHasGoneOnceNobodyWantsIt() throws IOException {
    Supervisor.announce(directory, GONE);
    record(ServerState.READY, GONE, 0);

    LocalServers.in(directory).release(List.of(ServerKind.KAFKA));

    assertThat(LocalServers.in(directory).recorded(ServerKind.KAFKA).state())
        .isEqualTo(ServerState.STOPPED);
  }
}
