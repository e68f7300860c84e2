package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where no server is started. */
class ServerCommandsTest {

  @TempDir Path directory;

  private Ran ran(String... description) {
    String[] all = java.util.Arrays.copyOf(description, description.length + 2);
    all[description.length] = "--directory";
    all[description.length + 1] = directory.resolve("servers").toString();
    return Ran.run(all);
  }

  @Test
  void namesTheFlagOfAPortThatIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());

      Ran told = ran("up", "--only", "kafka", "--kafka-port", port);

      assertThat(told.code()).isEqualTo(ExitCode.FAILED);
      assertThat(told.err())
          .contains("port " + port + " of 127.0.0.1, which Kafka needs, is taken")
          .contains("--kafka-port");
      assertThat(directory.resolve("servers")).doesNotExist();
    }
  }

  @Test
  void refusesPortsThatAreNone() {
    assertThat(ran("up", "--hdfs-port", "0").err()).contains("--hdfs-port takes 1 to 65535, not 0");
    assertThat(ran("up", "--hdfs-port", "9092").err())
        .contains("--kafka-port and --hdfs-port cannot both be 9092");
    assertThat(ran("up", "--only", "kafka", "--hdfs-port", "9").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void namesTheServersThereAre() {
    for (String verb : new String[] {"up", "down"}) {
      Ran told = ran(verb, "--only", "kafka,redis");

      assertThat(told.code()).isEqualTo(ExitCode.USAGE);
      assertThat(told.err())
          .contains("there is no server 'redis'; there is kafka, hdfs, cassandra");
    }
  }

  @Test
  void saysThatNothingRuns() {
    Ran down = ran("down");
    assertThat(down.code()).isEqualTo(ExitCode.OK);
    assertThat(down.err()).contains("nothing runs");

    Ran status = ran("status", "-o", "json");
    assertThat(status.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(status.rows()).hasSize(3).allMatch(row -> row.contains("\"state\":\"stopped\""));
    assertThat(status.err()).contains("nothing runs", "./anabranch up --directory");
    assertThat(directory.resolve("servers")).doesNotExist();
  }

  @Test
  void saysWhereNothingCanBeWritten() throws IOException {
    Files.writeString(directory.resolve("servers"), "in the way");

    Ran told = ran("up", "--only", "kafka", "--kafka-port", "15999");

    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.err()).contains("name one of your own with --directory");
  }
}
