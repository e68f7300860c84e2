package io.anabranch.apps.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page of an answer, as the HTTP API writes it.
 *
 * @param provenance as JSON
 * @param next what to ask for the next page
 */
record AnswerPage(List<String> fields, List<Row> rows, Provenance provenance, Option<String> next) {

  private static final JsonFactory JSON = new JsonFactory();

  AnswerPage {
    fields = List.copyOf(fields);
    rows = List.copyOf(rows);
  }

  /**
   * Which part of the log the rows are the fold of.
   *
   * @param json all of it
   * @param summary for people, in a line
   */
  record Provenance(String json, String summary, boolean isExact) {}

  /** Reads a page; throws an {@link IOException} if the text is not one. */
  static AnswerPage read(String text) throws IOException {
    List<String> fields = new ArrayList<>();
    List<Map<String, Value>> rows = new ArrayList<>();
    Option<Provenance> provenance = Option.none();
    Option<String> next = Option.none();
    try (JsonParser json = JSON.createParser(text)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "fields" -> {
            expect(json, value, JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
              fields.add(json.getText());
            }
          }
          case "rows" -> {
            expect(json, value, JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
              rows.add(row(json));
            }
          }
          case "page" -> next = next(json);
          case "provenance" -> provenance = Option.some(provenance(json));
          default -> json.skipChildren();
        }
      }
    }
    List<Row> shown = new ArrayList<>();
    for (Map<String, Value> row : rows) {
      List<Value> values = new ArrayList<>();
      for (String field : fields) {
        values.add(Option.of(row.get(field)).getOrElse(Value.Absent::new));
      }
      shown.add(new Row(fields, values));
    }
    return new AnswerPage(
        fields,
        shown,
        provenance.getOrElseThrow(() -> new IOException("it has no provenance")),
        next);
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken expected)
      throws IOException {
    if (found != expected) {
      throw new IOException("a " + found + " at " + json.currentLocation().offsetDescription());
    }
  }

  private static Map<String, Value> row(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    Map<String, Value> values = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      values.put(
          name,
          switch (token) {
            case VALUE_STRING -> Value.of(json.getText());
            case VALUE_NUMBER_INT -> Value.of(new BigInteger(json.getText()));
            case VALUE_NUMBER_FLOAT -> Value.of(json.getDoubleValue());
            case VALUE_NULL -> new Value.Absent();
            default -> throw new IOException("'" + name + "' is a " + token);
          });
    }
    return values;
  }

  private static Option<String> next(JsonParser json) throws IOException {
    Option<String> next = Option.none();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("next")) {
        next = Option.some(json.getText());
      }
      json.skipChildren();
    }
    return next;
  }

  private static Provenance provenance(JsonParser json) throws IOException {
    StringWriter whole = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(whole)) {
      copy.copyCurrentStructure(json);
    }
    Map<String, String> parts = new TreeMap<>();
    try (JsonParser again = JSON.createParser(whole.toString())) {
      again.nextToken();
      while (again.nextToken() == JsonToken.FIELD_NAME) {
        String name = again.currentName();
        parts.put(name, describe(again));
      }
    }
    boolean isExact = "exact".equals(parts.get("answer"));
    return new Provenance(
        whole.toString(),
        "answer: definition "
            + parts.get("definition")
            + ", epoch "
            + parts.get("epoch")
            + ", cut "
            + parts.get("cut")
            + ", V "
            + parts.get("V")
            + (isExact ? ", exact" : ", incomplete: " + parts.get("missing"))
            + Option.of(parts.get("staleness_unknown"))
                .map(why -> "; staleness unknown: " + why)
                .getOrElse("")
            + Option.of(parts.get("lost")).map(lost -> "; lost: " + lost).getOrElse(""),
        isExact);
  }

  /**
   * Offsets like {@code [topic-0:17 topic-1:4]}, several reasons or losses with semicolons between
   * them.
   */
  private static String describe(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    List<String> description = new ArrayList<>();
    if (token == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        description.add(name + ":" + json.getText());
      }
      return "[" + String.join(" ", description) + "]";
    }
    if (token == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
        if (isText && (json.currentName() == null || json.currentName().equals("words"))) {
          description.add(json.getText());
        }
      }
      return String.join("; ", description);
    }
    return json.getText();
  }
}
