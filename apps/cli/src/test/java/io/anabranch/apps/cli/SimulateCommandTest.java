package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulateCommandTest {

  @Test
  void reportsThatItFoundNothing() {
    Ran told = Ran.run("simulate", "vending", "--schedules", "5", "--seed", "11");

    assertThat(told.code()).isEqualTo(ExitCode.OK);
    assertThat(told.out())
        .startsWith("vending: found nothing in 5 schedules from seed 11; ")
        .contains(" answers checked amid ")
        .endsWith(" CPU s\n");
    assertThat(told.err()).isEmpty();
  }

  @Test
  void printsTheShortestScheduleAndHowToRunItAgain() {
    Ran told = Ran.run("simulate", "weather", "--seed", "3", "--without", "settled-read");

    assertThat(told.code()).isEqualTo(ExitCode.FAILED);
    assertThat(told.out())
        .startsWith("Without settled-read, a reader uses rows above the progress as they are.\n")
        .contains("SpeedViews.read", "wrong answer: ", "expected ", "found ", ", V {")
        .containsPattern(
            "again with: ./anabranch simulate weather --schedules 1 --seed \\d+ --without"
                + " settled-read\n");
  }

  @Test
  void printsTheTraceOfASchedule() {
    Ran told = Ran.run("simulate", "metrics", "--schedules", "1", "--trace");

    assertThat(told.code()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).contains("producer 1", "EventProducer.append(collectd-0)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing|there is no workload 'nothing'",
        "vending --schedules 0|--schedules takes 1 or more",
        "vending --threads 0|--threads takes 1 or more",
        "vending --without luck|there is no mechanism 'luck'; there are row-versions, ",
        "metrics --without duplicate-lookback|metrics names no event id"
      })
  void refusesWhatItCannotDo(String arguments, String because) {
    Ran told = Ran.run(("simulate " + arguments).split(" ", -1));

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).contains(because);
  }
}
