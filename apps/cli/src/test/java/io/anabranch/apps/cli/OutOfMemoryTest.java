package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory that does not suffice is the user's to give, not a fault of the program. */
class OutOfMemoryTest {

  private final InputStream in = System.in;

  @AfterEach
  void giveBackStandardInput() {
    System.setIn(in);
  }

  @Test
  void asksForMoreMemory() {
    Ran ran =
        reading(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    assertAsksForMemory(ran);
  }

  @Test
  void asksForMoreMemoryWhereAThreadOfItsOwnRanOut() {
    Ran ran =
        reading(
            () -> {
              throw new IllegalStateException("a share", new OutOfMemoryError("Java heap space"));
            });

    assertAsksForMemory(ran);
  }

  private static void assertAsksForMemory(Ran ran) {
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err())
        .contains(
            "does not fit in " + (Runtime.getRuntime().maxMemory() >> 20) + " MB of memory",
            "ANABRANCH_JAVA_OPTS=-Xmx")
        .doesNotContain("fault of its own", "\tat ");
  }

  /** A replay of standard input, where each byte is read by {@code source}. */
  private static Ran reading(Runnable source) {
    System.setIn(
        new InputStream() {
          @Override
          public int read() {
            source.run();
            return -1;
          }

          @Override
          public int read(byte[] block, int start, int length) {
            return read();
          }
        });
    return Ran.run("replay", "vending", "--file", "-");
  }
}
