package io.anabranch.adapters.kafka;

import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * JSON objects of texts and whole numbers, as this module writes them for people and reads back.
 */
final class FlatJson {

  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_PRINTABLE = '~';
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private FlatJson() {}

  /** In ASCII, so that any text comes back as it was. */
  static String write(Map<String, Object> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> {
          json.append(json.length() == 1 ? "" : ",");
          quote(json, name);
          json.append(':');
          if (value instanceof Number number) {
            json.append(number.longValue());
          } else {
            quote(json, value.toString());
          }
        });
    return json.append('}').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE) {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /** What {@link #write} was given; none if it has not written this. */
  static Option<Map<String, Object>> read(String json) {
    try {
      return Option.some(new Reading(json).object());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Option.none();
    }
  }

  private static final class Reading {
    private final String json;
    private int at;

    Reading(String json) {
      this.json = json;
    }

    Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      expect('{');
      while (json.charAt(at) != '}') {
        if (!members.isEmpty()) {
          expect(',');
        }
        String name = text();
        expect(':');
        members.put(name, json.charAt(at) == '"' ? text() : number());
      }
      at++;
      if (at != json.length()) {
        throw new IllegalArgumentException("more than an object");
      }
      return members;
    }

    private void expect(char c) {
      if (json.charAt(at++) != c) {
        throw new IllegalArgumentException("no " + c + " at " + at);
      }
    }

    private Object number() {
      int start = at;
      while (json.charAt(at) == '-' || Character.isDigit(json.charAt(at))) {
        at++;
      }
      return Long.valueOf(json.substring(start, at));
    }

    private String text() {
      expect('"');
      StringBuilder text = new StringBuilder();
      while (json.charAt(at) != '"') {
        char c = json.charAt(at++);
        if (c == '\\') {
          c = json.charAt(at++);
          if (c == 'u') {
            c = (char) Integer.parseInt(json.substring(at, at + HEX_DIGITS), HEX);
            at += HEX_DIGITS;
          }
        }
        text.append(c);
      }
      at++;
      return text.toString();
    }
  }
}
