package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrictJsonTest {

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static String outcome(String text) {
    try {
      StrictJson.parse(text);
      return "JSON";
    } catch (RejectedException rejected) {
      return rejected.rejection().reason();
    }
  }

  private static String nested(String open, int depth, String close) {
    return open.repeat(depth) + "1" + close.repeat(depth);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[NaN,|not a finite number",
        "[1,Infinity|not a finite number",
        "{\"a\":-Infinity|not a finite number",
        "[tru,NaN]|not JSON",
        "[1 NaN]|not JSON",
        "{NaN:1}|not JSON",
        "-NaN|not JSON",
        "nan|not JSON"
      })
  void theFirstErrorDeterminesTheReason(String text, String reason) {
    assertThat(outcome(text)).isEqualTo(reason);
  }

  @Test
  void containersNestToABound() {
    assertThat(outcome(nested("[", 990, "]"))).isEqualTo("JSON");
    assertThat(outcome(nested("[", 991, "]"))).isEqualTo("not JSON");
    assertThat(outcome(nested("{\"a\":", 990, "}"))).isEqualTo("JSON");
    assertThat(outcome(nested("{\"a\":", 991, "}"))).isEqualTo("not JSON");
    assertThat(outcome("[".repeat(5_000_000))).isEqualTo("not JSON");
    assertThat(outcome("[".repeat(990) + "NaN")).isEqualTo("not a finite number");
    assertThat(outcome("[".repeat(991) + "NaN")).isEqualTo("not JSON");
  }

  @Test
  void integersHaveABoundOfDigitsAndDecimalsHaveNone() {
    assertThat(outcome("-" + "1".repeat(4300))).isEqualTo("JSON");
    assertThat(outcome("1".repeat(4301))).isEqualTo("not JSON");
    assertThat(outcome("1".repeat(5000) + ".0")).isEqualTo("JSON");
    assertThat(outcome("1".repeat(5000) + "e1")).isEqualTo("JSON");
    assertThat(outcome("[" + "1".repeat(4301) + ",NaN]")).isEqualTo("not JSON");
  }

  @Test
  void agreesWithAnotherReaderOnWhatIsJson() throws IOException {
    long seed = 20240801;
    Random random = new Random(seed);
    String[] parts = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"a\"",
      "\"\\u00e9\"",
      "\"\\ud83d\"",
      "\"\\x\"",
      "\"",
      "\\",
      "1",
      "-0",
      "01",
      "1.5",
      "1.",
      "-",
      "1e5",
      "1e",
      "true",
      "null",
      "nul",
      "false",
      " ",
      "\n",
      "\t",
      "\u00a0",
      "\u0001",
      "é",
      "{\"a\":1}",
      "[1,2]",
      "{\"a\":[{\"b\":null}]}",
      "/**/",
      "#",
      "'a'"
    };
    int json = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder built = new StringBuilder();
      for (int n = random.nextInt(7); n >= 0; n--) {
        built.append(parts[random.nextInt(parts.length)]);
      }
      String text = random.nextInt(2) == 0 ? built.toString() : "[" + built + "]";

      String outcome = outcome(text);

      assertThat(outcome).as("%s, seed %d", text, seed).isEqualTo(ofJackson(text));
      json += outcome.equals("JSON") ? 1 : 0;
    }
    assertThat(json).isGreaterThan(5_000);
  }

  private static String ofJackson(String text) throws IOException {
    try (JsonParser parser = JACKSON.createParser(text)) {
      if (parser.nextToken() == null) {
        return "not JSON";
      }
      parser.skipChildren();
      boolean isWhole = parser.currentToken() != null && parser.nextToken() == null;
      return isWhole ? "JSON" : "not JSON";
    } catch (JsonProcessingException malformed) {
      return "not JSON";
    }
  }

  @Test
  void rejectsAnEmptyText() {
    RejectedException rejected =
        catchThrowableOfType(RejectedException.class, () -> StrictJson.parse(" "));

    assertThat(rejected.rejection().reason()).isEqualTo("not JSON");
  }
}
