package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people who mistype are told. */
class WrongUsageTest {

  private static final String APPLE =
      "{\"item\":\"apple\",\"price\":1.5,\"snack_automat_id\":\"m\","
          + "\"timestamp\":\"2024-08-01 13:31:21\"}\n";

  @TempDir Path directory;
  private String first = "";
  private String second = "";

  @BeforeEach
  void writeFiles() throws IOException {
    first = Files.writeString(directory.resolve("1.ndjson"), APPLE).toString();
    second = Files.writeString(directory.resolve("2.ndjson"), APPLE).toString();
  }

  private static void assertRefused(Ran ran, String... said) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("anabranch: ").contains(said);
  }

  @Test
  void refusesAnArgumentThatDidNotArriveAsText() {
    Ran ran = Ran.run("replay", "vending", "--file", first, "--view", "items", "item=caf\uFFFD");

    assertRefused(ran, "'item=caf\uFFFD' did not arrive as UTF-8", "LC_ALL=C.UTF-8");
  }

  @Test
  void asksForAFlagBeforeEachFile() {
    Ran behind = Ran.run("replay", "vending", "--file", first, second, "--view", "items");
    Ran before = Ran.run("replay", "--file", first, second, "vending", "--view", "items");

    assertRefused(behind, "'" + second + "' is a file: give --file before each file");
    assertRefused(before, "'" + second + "' is a file: give --file before each file");
  }

  @Test
  void tellsTheMisspeltOptionBeforeWhatItLeavesMissing() {
    assertRefused(Ran.run("replay", "vending", "--fil", first), "'--fil'", "--file");
    assertRefused(Ran.run("replay", "--fil=" + first, "vending"), "'--fil=", "--file");
    assertRefused(Ran.run("replay", "--file", first), "Missing the workload", "vending, social");
    assertRefused(Ran.run("replay", "vending"), "Missing the input", "--file F");
  }

  @Test
  void writesNoCsvOfViewsWithDifferentColumns() {
    Ran ran = Ran.run("replay", "vending", "--file", first, "-o", "csv");

    assertRefused(ran, "csv shows one view: name it with --view", "items, machines");
  }

  @Test
  void saysThatNoEventHasTheEventId() {
    Ran ran = Ran.run("replay", "vending", "--file", first, "--event-id", "nosuchfield");

    assertThat(ran.code()).isEqualTo(ExitCode.OK);
    assertThat(ran.err())
        .contains("no event has the field 'nosuchfield' of --event-id")
        .doesNotContain("is this the input of");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "speed vending",
        "archive vending",
        "serve vending",
        "demo --no-page --for=1s",
        "bench vending",
        "adopt vending",
        "clean",
        "query vending.items --servers=local"
      })
  void tellsAWrongSettingAsItselfBeforeAnythingStarts(String command) {
    Ran ran = Ran.run((command + " --set batch.every=soon").split(" ", -1));

    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err())
        .isEqualTo(
            "anabranch: --set batch.every takes a duration above 0 (examples: 30s, 5m), not"
                + " 'soon'\n");
  }
}
