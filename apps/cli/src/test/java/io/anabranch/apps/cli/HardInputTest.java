package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hard input gives the rows and the balance that an independent program with rational numbers
 * computed, however the log is split. What is hard in it: {@code hard/README.md}.
 */
class HardInputTest {

  private static final Path HARD =
      Path.of("src", "test", "resources", "io", "anabranch", "apps", "cli", "hard");

  private static final List<Integer> BATCHES = List.of(0, 1, 3, 10);

  private static final List<List<String>> SLICES =
      List.of(List.of(), List.of("--slice-bits", "0"), List.of("--slice-bits", "4"));

  private static Stream<Arguments> inputs() {
    String madrid = HARD.resolve("especificaciones.ndjson").toString();
    String lordHowe = HARD.resolve("especificaciones-lord-howe.ndjson").toString();
    return Stream.of(
        input("vending", "vending.ndjson"),
        input("vending-ids", "vending.ndjson", "--event-id", "order"),
        input("vending-ids-horizon", "vending.ndjson", "--event-id", "order", "--horizon", "10"),
        input("social", "social.ndjson"),
        input("weather", "weather.ndjson"),
        input("metrics-madrid", "metrics.ndjson", "--reference", madrid, "--zone", "Europe/Madrid"),
        input(
            "metrics-lord-howe",
            "metrics.ndjson",
            "--reference",
            lordHowe,
            "--zone",
            "Australia/Lord_Howe"));
  }

  private static Arguments input(String expected, String file, String... options) {
    return Arguments.of(expected, file, List.of(options));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void replaysToTheRowsOfAnIndependentRecount(String name, String file, List<String> options)
      throws IOException {
    List<String> rows = rows(expected(name + ".ndjson"));
    List<String> balance = balance(expected(name + ".balance"));
    Option<String> first = Option.none();

    for (int batches : BATCHES) {
      for (List<String> slices : SLICES) {
        String variant = name + " --batches " + batches + " " + String.join(" ", slices);

        Ran told = replay(file, options, batches, slices);

        assertThat(told.code()).as("%s: %s", variant, told.err()).isEqualTo(ExitCode.OK);
        assertThat(balance(told.err())).as(variant).containsExactlyInAnyOrderElementsOf(balance);
        if (first.isEmpty()) {
          assertThat(rows(told.out())).as(variant).containsExactlyInAnyOrderElementsOf(rows);
          first = Option.some(told.out());
        }
        assertThat(told.out()).as(variant).isEqualTo(first.get());
      }
    }
  }

  private static Ran replay(String file, List<String> options, int batches, List<String> slices) {
    String workload = file.substring(0, file.indexOf('.'));
    List<String> arguments =
        new ArrayList<>(List.of("replay", workload, "--file", HARD.resolve(file).toString()));
    arguments.addAll(options);
    arguments.addAll(List.of("--batches", "" + batches, "-o", "json"));
    arguments.addAll(slices);
    return Ran.run(arguments.toArray(String[]::new));
  }

  private static String expected(String file) throws IOException {
    return Files.readString(HARD.resolve("expected").resolve(file));
  }

  /** What became of the events and of the reference data: each count and reason, as one line. */
  private static List<String> balance(String told) {
    return told.lines()
        .filter(line -> line.matches("read .*|  [0-9]+ .*|reference: rejected .*"))
        .map(
            line ->
                line.replaceFirst("reference: rejected ([0-9]+) × (.*)", "  $1 specification: $2"))
        .toList();
  }

  /**
   * Rows as text that is equal where the rows are: fields by name, integers and doubles apart,
   * doubles by their shortest digits and so bit for bit.
   */
  private static List<String> rows(String lines) throws IOException {
    List<String> rows = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(lines)) {
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, Object> row = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          assertThat(row.put(field, value(json))).as("%s twice", field).isNull();
        }
        rows.add(row.toString());
      }
      assertThat(json.currentToken()).isNull();
    }
    return rows;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.nextToken()) {
      case VALUE_STRING -> '"' + json.getText() + '"';
      case VALUE_NUMBER_INT -> json.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_NULL -> "null";
      default -> throw new AssertionError("a row holds a " + json.currentToken());
    };
  }
}
