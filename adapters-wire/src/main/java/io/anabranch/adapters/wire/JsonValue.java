package io.anabranch.adapters.wire;

import java.util.List;
import java.util.Map;

/**
 * A JSON value as it is written. Numbers stay text, since their interpretation depends on the
 * reader.
 */
sealed interface JsonValue {

  record Null() implements JsonValue {}

  record Bool(boolean isTrue) implements JsonValue {}

  record IntegerLiteral(String literal) implements JsonValue {

    /** Formatted as an integer: −0 is 0. */
    String canonical() {
      return literal.equals("-0") ? "0" : literal;
    }
  }

  record DecimalLiteral(String literal) implements JsonValue {}

  record Text(String text) implements JsonValue {}

  record Array(List<JsonValue> elements) implements JsonValue {}

  record Members(Map<String, JsonValue> byName) implements JsonValue {}
}
