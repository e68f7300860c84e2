package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command ends whose answer did not get out. */
class CheckedStdoutTest {

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private int help(OutputStream out) {
    return Main.run(
        new String[] {"replay", "--help"},
        new CheckedStdout(out),
        new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }

  @Test
  void endsWellWhereAllGotOut() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThat(help(out)).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--file");
    assertThat(told()).isEmpty();
  }

  @Test
  void isSilentWhereItsReaderHasSeenEnough() {
    assertThat(help(failing("Broken pipe"))).isEqualTo(ExitCode.READER_GONE);
    assertThat(told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"No space left on device", "Bad file descriptor"})
  void failsWhereTheAnswerWasLost(String reason) {
    assertThat(help(failing(reason))).isEqualTo(ExitCode.FAILED);
    assertThat(told()).contains("could not be written in full: " + reason).contains("make room");
  }

  @Test
  void leavesTheCodeOfACommandThatFailed() throws IOException {
    CheckedStdout delivery = new CheckedStdout(failing("Broken pipe"));
    PrintStream out = new PrintStream(delivery, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(told, true, StandardCharsets.UTF_8);
    out.println("row");

    assertThat(delivery.exitCode(ExitCode.USAGE, err)).isEqualTo(ExitCode.USAGE);
    assertThat(delivery.exitCode(ExitCode.FAILED, err)).isEqualTo(ExitCode.FAILED);
    assertThat(delivery.exitCode(ExitCode.INCOMPLETE, err)).isEqualTo(ExitCode.READER_GONE);
  }
}
