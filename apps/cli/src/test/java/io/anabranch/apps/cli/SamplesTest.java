package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples give the rows that are checked in beside them, however the log is split. */
class SamplesTest {

  private static final Path SAMPLES = Path.of("..", "..", "samples");

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "3", "7"})
  void replaysPurchases(String batches) throws IOException {
    Ran told =
        Ran.run(
            "replay",
            "vending",
            "--file",
            SAMPLES.resolve("purchases.ndjson").toString(),
            "--batches",
            batches,
            "-o",
            "json");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).isEqualTo(expected("vending.ndjson"));
    assertThat(told.err()).contains("read 308 = folded 305 + duplicate 0 + rejected 3\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "3", "7"})
  void replaysReadings(String batches) throws IOException {
    Ran told =
        Ran.run(
            "replay",
            "metrics",
            "--file",
            SAMPLES.resolve("collectd.ndjson").toString(),
            "--reference",
            SAMPLES.resolve("especificaciones.ndjson").toString(),
            "--zone",
            "Europe/Madrid",
            "--batches",
            batches,
            "-o",
            "json");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).isEqualTo(expected("metrics.ndjson"));
  }

  @Test
  void printsWhatTheReadmeShows() throws IOException {
    Ran told =
        Ran.run(
            "replay",
            "vending",
            "--file",
            SAMPLES.resolve("purchases.ndjson").toString(),
            "--view",
            "items",
            "-o",
            "table");

    assertThat(Files.readString(Path.of("..", "..", "README.md")))
        .contains("```text\n" + told.out().strip() + "\n```")
        .contains("```text\n" + told.err().strip() + "\n```");
  }

  private static String expected(String file) throws IOException {
    return Files.readString(SAMPLES.resolve("expected").resolve(file));
  }
}
