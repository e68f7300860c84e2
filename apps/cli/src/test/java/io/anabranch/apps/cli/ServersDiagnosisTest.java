package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.cli.Diagnosis.Finding;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.local.ServerState;
import io.anabranch.apps.local.ServerStatus;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says of the servers. */
class ServersDiagnosisTest {

  private static final Option<Memory> PLENTY = Option.some(new Memory(16L << 30, 8L << 30));

  private static ServerStatus kafka(ServerState state) {
    return new ServerStatus(
        ServerKind.KAFKA,
        state,
        Option.some(new InetSocketAddress(InetAddress.getLoopbackAddress(), 19092)),
        Option.none(),
        Option.none(),
        Instant.EPOCH,
        0,
        Option.some("it was killed"),
        Path.of("log"),
        Path.of("data"));
  }

  private static List<String> lines(ServerState state, Option<Memory> memory, boolean isPortFree) {
    return ServersDiagnosis.of(List.of(kafka(state)), memory, port -> isPortFree).stream()
        .map(Finding::line)
        .map(line -> line.replaceAll(" {2,}", " "))
        .toList();
  }

  @Test
  void findsAMachineThatCanHaveThem() {
    assertThat(lines(ServerState.STOPPED, PLENTY, true))
        .containsExactly(
            "ok kafka not started, port 9092 is free",
            "ok servers 8,192 MB to spare, the servers need 400 MB");
  }

  @Test
  void namesTheFlagOfAPortThatIsTaken() {
    assertThat(lines(ServerState.STOPPED, PLENTY, false).get(0))
        .startsWith("warn kafka port 9092 is taken")
        .endsWith("./anabranch up --kafka-port 19092");
  }

  @Test
  void warnsOfTooLittleMemory() {
    assertThat(lines(ServerState.STOPPED, Option.some(new Memory(1L << 30, 100L << 20)), true))
        .last()
        .asString()
        .startsWith("warn servers 100 MB to spare, the servers need 400 MB");
  }

  @Test
  void tellsWhereARunningOneListens() {
    assertThat(lines(ServerState.READY, PLENTY, false))
        .containsExactly("ok kafka ready on localhost:19092");
  }

  @Test
  void saysWhatIsTheMatterWithOneThatDoesNotServe() {
    Stream.of(ServerState.DIED, ServerState.SILENT)
        .forEach(
            state ->
                assertThat(lines(state, PLENTY, true).get(0))
                    .startsWith("warn kafka Kafka does not")
                    .contains("it was killed")
                    .endsWith("see ./anabranch status"));
  }
}
