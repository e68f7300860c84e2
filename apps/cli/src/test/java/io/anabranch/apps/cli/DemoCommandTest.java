package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
final class DemoCommandTest {

  private static Map<String, Object> fields(String json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(
            name,
            switch (parser.currentToken()) {
              case VALUE_STRING -> parser.getText();
              case VALUE_NUMBER_INT -> parser.getLongValue();
              default -> parser.getDoubleValue();
            });
      }
    }
    return fields;
  }

  private static long number(Map<String, Object> line, String field) {
    return (Long) line.get(field);
  }

  @Test
  void runsAllWorkloadsAndTellsThatNothingDiverged() throws IOException {
    Ran told =
        Ran.run("demo", "--for=3s", "--every=500ms", "--rate=800", "--port=0", "--output=json");

    assertThat(told.err())
        .contains("demo: metrics, vending, social, weather")
        .contains("http://127.0.0.1:");
    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      lines.add(fields(line));
    }
    assertThat(lines.stream().map(line -> line.get("workload")))
        .containsExactly("metrics", "vending", "social", "weather", "total");
    for (Map<String, Object> line : lines) {
      assertThat(number(line, "read"))
          .isPositive()
          .isEqualTo(number(line, "folded") + number(line, "duplicate") + number(line, "rejected"));
      assertThat(number(line, "publications")).isPositive();
      assertThat(number(line, "compared")).isPositive();
      assertThat(number(line, "divergences")).isZero();
      assertThat(number(line, "activeFailures")).isZero();
      assertThat((Double) line.get("staleness_p99_ms"))
          .isGreaterThanOrEqualTo((Double) line.get("staleness_p50_ms"));
    }
    long parts = lines.subList(0, 4).stream().mapToLong(line -> number(line, "read")).sum();
    assertThat(number(lines.get(4), "read")).isEqualTo(parts);
    assertThat((Double) lines.get(4).get("seconds")).isGreaterThanOrEqualTo(3);
    assertThat((Double) lines.get(4).get("cpu_seconds")).isPositive();
  }

  @Test
  void showsATableOfTheNamedWorkloadsToPeople() {
    Ran told = Ran.run("demo", "weather", "--for=500ms", "--rate=200", "--no-page", "-o", "table");

    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.OK);
    assertThat(told.out()).contains("weather").contains("| divergences").doesNotContain("vending");
    assertThat(told.err()).contains("demo: weather, 200 records per second");
  }

  @Test
  void namesTheFlagThatMendsATakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ran told = Ran.run("demo", "weather", "--for=1s", "--port=" + taken.getLocalPort());

      assertThat(told.code()).isEqualTo(ExitCode.FAILED);
      assertThat(told.err())
          .contains("127.0.0.1:" + taken.getLocalPort() + ": another program uses it")
          .contains("--port 0");
      assertThat(told.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--for=5",
        "--for=0s",
        "--every=soon",
        "--rate=0",
        "--rate=-1",
        "--rate=NaN",
        "--output=csv",
        "--port=-1",
        "--port=70000",
        "taxis"
      })
  void refusesWhatItCannotDo(String argument) {
    Ran told = Ran.run("demo", argument);

    assertThat(told.code()).isEqualTo(ExitCode.USAGE);
    assertThat(told.err()).startsWith("anabranch: ").hasLineCount(1);
    assertThat(told.out()).isEmpty();
  }

  @Test
  void takesLengthsOfTimeAsPeopleWriteThem() {
    DurationArgument argument = new DurationArgument();

    assertThat(argument.convert("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(argument.convert("60s")).isEqualTo(Duration.ofMinutes(1));
    assertThat(argument.convert("2h")).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void wakesWhoWaitsForTheEndBeforeTheTimeIsOver() throws Exception {
    try (ShutdownSignal interruption = ShutdownSignal.expected()) {
      CompletableFuture<Boolean> passed =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return interruption.passes(Duration.ofDays(1));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });

      interruption.wake();

      assertThat(passed.get(30, TimeUnit.SECONDS)).isFalse();
      assertThat(interruption.happened()).isFalse();
    }
  }
}
