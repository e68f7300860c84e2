package io.anabranch.apps.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir Path directory;

  private Path log(String text) throws IOException {
    return Files.writeString(directory.resolve("server.log"), text);
  }

  @Test
  void namesTheInnermostCause() throws IOException {
    Path log =
        log(
            """
            [main] INFO a.B - starting
            Exception in thread "main" java.lang.RuntimeException: cannot start
            \tat a.B.c(B.java:1)
            Caused by: java.net.BindException: Address already in use
            \tat a.B.d(B.java:2)
            [hook] INFO a.B - stopped
            """);

    assertThat(LogTail.failure(log, 0))
        .contains("Caused by: BindException: Address already in use");
  }

  @Test
  void fallsBackToTheLastLine() throws IOException {
    assertThat(LogTail.failure(log("one\ntwo\n\n"), 0)).contains("two");
  }

  @Test
  void leavesOutWhatAnEarlierRunHasSaid() throws IOException {
    Path log = log("java.io.IOException: old\nnew\n");

    assertThat(LogTail.failure(log, 25)).contains("new");
    assertThat(LogTail.failure(log, Files.size(log))).isEmpty();
  }

  @Test
  void saysNothingWithoutALog() {
    assertThat(LogTail.failure(directory.resolve("none"), 0)).isEmpty();
  }
}
