package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
final class ServeCommandTest {

  private static final String PURCHASES =
      "--file=" + Path.of("..", "..", "samples", "purchases.ndjson");

  @Test
  void answersOverHttpAsReplayDoes() throws IOException, InterruptedException {
    PipedInputStream told = new PipedInputStream(1 << 16);
    PrintStream err = new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8);
    Thread serving =
        new Thread(
            () ->
                Main.run(
                    new String[] {"serve", "vending", PURCHASES, "--port=0", "--for=1h"},
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                    err));
    serving.setDaemon(true);
    serving.start();
    try {
      String url = url(told);
      for (String view : new String[] {"items", "machines", "hours", "balance"}) {
        Ran asked = Ran.run("query", "vending." + view, "--url", url, "-o", "json");
        Ran replayed = Ran.run("replay", "vending", PURCHASES, "--view", view, "-o", "json");

        assertThat(asked.code()).as(asked.err()).isEqualTo(ExitCode.OK);
        assertThat(asked.rows()).isNotEmpty().isEqualTo(replayed.rows());
        assertThat(asked.err()).contains("exact");
      }
    } finally {
      serving.interrupt();
      serving.join();
    }
  }

  private static String url(PipedInputStream told) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
    Pattern address = Pattern.compile("answers at (http://127\\.0\\.0\\.1:\\d+)");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = address.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new AssertionError("it ended before it answered");
  }

  @Test
  void endsWithWhatItsAuditFound() {
    Ran told = Ran.run("serve", "vending", PURCHASES, "--port=0", "--for=1s");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).contains("publication 3 of 3").contains("0 divergences");
  }

  @Test
  void namesTheFlagThatMendsATakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran told =
          Ran.run("serve", "vending", PURCHASES, "--for=1s", "--port=" + taken.getLocalPort());

      assertThat(told.code()).isEqualTo(ExitCode.FAILED);
      assertThat(told.err()).contains("another program uses it").contains("--port 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',Missing the workload",
    "'vending --servers memory',Missing the input",
    "'taxis --file=x',there is no workload 'taxis'",
    "'vending --file=x --reference=y',--reference: vending has no reference data",
    "'vending --file=x --port=70000',--port takes",
    "'vending --file=x --host= ',--host takes an address",
    "'vending --file=x --for=5',--for"
  })
  void refusesWhatItCannotDo(String arguments, String why) {
    String[] description = ("serve " + arguments).trim().split(" ");

    Ran told = Ran.run(description);

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains(why);
  }
}
