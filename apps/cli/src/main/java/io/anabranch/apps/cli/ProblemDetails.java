package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Problem details that a server answered with.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
record ProblemDetails(String type, String detail, String next, List<String> known) {

  private static final Set<String> WRONG_USAGE =
      Set.of(
          "unknown-workload", "unknown-view", "unknown-column", "invalid-value", "invalid-query");

  ProblemDetails {
    known = List.copyOf(known);
  }

  static ProblemDetails read(String text) throws IOException {
    Map<String, String> description = new TreeMap<>();
    List<String> known = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value == JsonToken.START_ARRAY && name.equals("known")) {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            known.add(json.getText());
          }
        } else {
          description.put(name, json.getText());
          json.skipChildren();
        }
      }
    }
    return new ProblemDetails(
        description.getOrDefault("type", ""),
        description.getOrDefault("detail", description.getOrDefault("title", "it gave no reason")),
        description.getOrDefault("next", "ask again"),
        known);
  }

  /** Whether the request names something that does not exist. */
  boolean isWrongUsage() {
    return WRONG_USAGE.contains(type.substring(type.lastIndexOf('/') + 1));
  }

  /** What is wrong and what there is instead, in a line. */
  String describe() {
    return known.isEmpty() || detail.contains(String.join(", ", known))
        ? isWrongUsage() ? detail : detail + "; " + next
        : detail + "; there is " + String.join(", ", known);
  }
}
