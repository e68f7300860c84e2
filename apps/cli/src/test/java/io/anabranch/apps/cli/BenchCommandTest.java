package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
final class BenchCommandTest {

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void tellsHowLongRecordsTookAndThatNoneIsLost(String workload) {
    Ran told =
        Ran.run(
            "bench", workload, "--rate=400,800", "--for=400ms", "--warm-up=100ms", "--output=json");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.err()).contains("nothing lost");
    List<String> lines = told.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("{\"rate\":400,").contains("\"visible_p99_ms\":");
    assertThat(lines.get(1)).startsWith("{\"rate\":800,").contains("\"cpu_anabranch\":");
    for (int line = 0; line < 2; line++) {
      long samples =
          Long.parseLong(lines.get(line).replaceAll(".*visible_samples\":(\\d+).*", "$1"));
      // All that were due after the warm-up, each once; how long it took to send the last is open.
      assertThat(samples).isGreaterThanOrEqualTo((line + 1) * 100L);
    }
  }

  @Test
  void writesATableForPeople() {
    Ran told =
        Ran.run("bench", "weather", "--rate=200", "--for=200ms", "--warm-up=50ms", "-o=table");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).contains("visible p99 ms").contains("holds");
  }

  @ParameterizedTest
  @CsvSource({
    "bench, Missing required parameter",
    "bench snacks, there is no workload 'snacks'",
    "bench vending --rate=0, --rate takes numbers",
    "bench vending -o=csv, table or json",
    "bench vending --for=soon, --for",
  })
  void saysWhatIsWrongWithTheUsage(String line, String description) {
    Ran told = Ran.run(line.split(" "));

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains(description);
  }
}
