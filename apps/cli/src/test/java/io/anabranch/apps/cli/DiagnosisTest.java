package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says of machines, well and ill. */
class DiagnosisTest {

  private static final long GB = 1L << 30;

  /** A machine that has everything, but what a test takes away. */
  private static final class Built {
    private int java = 17;
    private int cores = 4;
    private long heap = 2 * GB;
    private long disk = 50 * GB;
    private Option<String> trouble = Option.none();
    private Option<String> holder = Option.none();
    private boolean hasLocalhost = true;
    private String names = "UTF-8";
    private List<String> missing = List.of();
    private String zones = "2025b";

    private Diagnosis diagnosis() {
      return Diagnosis.of(
          new Machine(
              java,
              java + ".0.9, Somebody",
              cores,
              heap,
              Option.some(8 * GB),
              "/home/me",
              disk,
              "/tmp",
              disk,
              8080,
              trouble,
              holder,
              hasLocalhost,
              names,
              false,
              missing,
              20,
              zones,
              2026));
    }
  }

  private static String lines(Diagnosis diagnosis, Diagnosis.Verdict verdict) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.verdict() == verdict)
        .map(Diagnosis.Finding::line)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void findsNothingWrongWithAMachineThatHasEverything() {
    Diagnosis diagnosis = new Built().diagnosis();

    assertThat(diagnosis.runs()).isTrue();
    assertThat(diagnosis.findings()).allMatch(f -> f.verdict() == Diagnosis.Verdict.OK);
    assertThat(diagnosis.findings()).allMatch(f -> f.next().isEmpty());
    assertThat(lines(diagnosis, Diagnosis.Verdict.OK))
        .contains("ok    java        17.0.9, Somebody")
        .contains("2,048 MB for objects of 8,192 MB");
  }

  @Test
  void failsWhatDoesNotRunAndSaysWhatToDo() {
    Built ill = new Built();
    ill.java = 11;
    ill.heap = 64L << 20;
    ill.disk = 1L << 20;
    ill.missing = List.of("lib/picocli.jar");

    Diagnosis diagnosis = ill.diagnosis();

    assertThat(diagnosis.runs()).isFalse();
    assertThat(lines(diagnosis, Diagnosis.Verdict.FAIL))
        .contains("java        11.0.9, Somebody is too old; install a JDK 17")
        .contains("64 MB for objects of 8,192 MB; allow more with ANABRANCH_JAVA_OPTS")
        .contains("disk        1 MB free in /home/me; free some")
        .contains("temporary   1 MB free in /tmp; free some")
        .contains("cannot read lib/picocli.jar; build again");
  }

  @Test
  void warnsOfWhatSurprises() {
    Built odd = new Built();
    odd.cores = 1;
    odd.heap = 300L << 20;
    odd.disk = 500L << 20;
    odd.trouble = Option.some("Address already in use");
    odd.hasLocalhost = false;
    odd.names = "ANSI_X3.4-1968";
    odd.zones = "2021a";

    Diagnosis diagnosis = odd.diagnosis();

    assertThat(diagnosis.runs()).isTrue();
    assertThat(lines(diagnosis, Diagnosis.Verdict.WARN))
        .contains("cores       1; ")
        .contains("enough for samples; ")
        .contains("500 MB free in /home/me; ")
        .contains("8080 cannot be had: Address already in use; give demo another with --port 8081")
        .contains("/etc/hosts")
        .contains("LC_ALL=C.UTF-8")
        .contains("time zone data of 2021a")
        .contains("update the JDK");
  }

  @Test
  void tellsAnAnabranchFromAStrangerOnThePort() {
    Built held = new Built();
    held.trouble = Option.some("Address already in use");
    held.holder = Option.some("an Anabranch that runs");

    assertThat(lines(held.diagnosis(), Diagnosis.Verdict.WARN))
        .contains("8080 is held by an Anabranch that runs; query it, or give demo another");
  }

  @Test
  void takesWhatIsNoVersionOfZonesForOld() {
    Built odd = new Built();
    odd.zones = "no version";

    assertThat(lines(odd.diagnosis(), Diagnosis.Verdict.WARN)).contains("no version");
  }

  @Test
  void looksAtThisMachine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran told = Ran.run("doctor", "--port", "" + taken.getLocalPort());

      assertThat(told.err()).isEmpty();
      assertThat(told.out().lines())
          .hasSize(10 + 4)
          .allMatch(l -> l.matches("(ok  |warn|fail)  .*"));
      assertThat(told.out())
          .contains("warn  port        " + taken.getLocalPort() + " cannot be had")
          .contains("ok    java        " + Runtime.version());
      assertThat(told.code())
          .isEqualTo(told.out().contains("fail  ") ? ExitCode.FAILED : ExitCode.OK);
    }
  }

  @Test
  void refusesWhatIsNoPort() {
    Ran told = Ran.run("doctor", "--port", "70000");

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains("--port takes 1 to 65535, not 70000");
  }
}
