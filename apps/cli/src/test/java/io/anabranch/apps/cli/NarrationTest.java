package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replay tells of itself on standard error. */
class NarrationTest {

  @TempDir Path directory;

  private static String recorded(int partition, long offset) {
    return "{\"partition\":"
        + partition
        + ",\"offset\":"
        + offset
        + ",\"value\":\"{\\\"item\\\":\\\"apple\\\",\\\"price\\\":1,"
        + "\\\"snack_automat_id\\\":\\\"m\\\",\\\"timestamp\\\":\\\"2024-08-01 13:31:21\\\"}\"}";
  }

  private Ran replay(List<String> lines, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("input"), String.join("\n", lines) + "\n");
    List<String> arguments = new ArrayList<>(List.of("replay", "vending", "--file", "" + file));
    arguments.addAll(List.of(more));
    return Ran.run(arguments.toArray(String[]::new));
  }

  @Test
  void namesTheOffsetsOfAFewPartitions() throws IOException {
    Ran ran = replay(List.of(recorded(0, 4), recorded(1, 5), recorded(2, 6)));

    assertThat(ran.err())
        .contains(
            "V [snack_automat_message-0:5 snack_automat_message-1:6 snack_automat_message-2:7]");
  }

  @Test
  void sumsTheOffsetsOfMany() throws IOException {
    Ran ran =
        replay(List.of(recorded(0, 4), recorded(1, 5), recorded(2, 6), recorded(3, 1_000_000)));

    assertThat(ran.err())
        .contains("V [4 partitions, 1,000,019 in sum]")
        .doesNotContain("snack_automat_message-0:");
  }

  @Test
  void countsOneInTheSingular() throws IOException {
    Ran ran = replay(List.of(recorded(0, 0)), "--batches", "1", "--slice-bits", "0");

    assertThat(ran.err())
        .contains("vending: 1 record in 1 partition, slices of 1 offset (--slice-bits 0)\n")
        .contains("publication 1 of 1: empty: no slice was closed since the last\n");
  }

  @Test
  void saysOfAnEmptyInputThatItIsEmptyAndNoMore() throws IOException {
    Ran ran = replay(List.of());

    assertThat(ran.err()).startsWith("vending: the input is empty\nread 0 = ");
  }

  @Test
  void saysWhereAViewAnswersByALongerTimeThanWasAskedFor() throws IOException {
    List<String> lines = List.of(recorded(0, 0));

    assertThat(replay(lines, "--view", "hours", "--at", "2024-08-01T13:31").err())
        .contains("view hours answers by 1h: the rows are of all of 2024-08-01T13:00:00Z");
    assertThat(replay(lines, "--view", "hours", "--at", "2024-08-01T13").err())
        .doesNotContain("answers by");
  }
}
