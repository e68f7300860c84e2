package io.anabranch.adapters.kafka;

import io.vavr.control.Option;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** JSON objects of strings and integers, the format of rejected events. */
final class FlatJson {

  private static final char FIRST_PRINTABLE = ' ';
  private static final char LAST_PRINTABLE = '~';
  private static final int HEX = 16;
  private static final int HEX_DIGITS = 4;

  private FlatJson() {}

  /** Writes an object in ASCII, so that any string is read back unchanged. */
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

  /** Reads an object that {@link #write} has written; none if it is anything else. */
  static Option<Map<String, Object>> read(String json) {
    try {
      return Option.some(new Parser(json).object());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Option.none();
    }
  }

  private static final class Parser {
    private final String json;
    private int at;

    Parser(String json) {
      this.json = json;
    }

    Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      expect('{');
      while (json.charAt(at) != '}') {
        if (!members.isEmpty()) {
          expect(',');
        }
        String name = string();
        expect(':');
        members.put(name, json.charAt(at) == '"' ? string() : number());
      }
      at++;
      if (at != json.length()) {
        throw new IllegalArgumentException("trailing characters at " + at);
      }
      return members;
    }

    private void expect(char c) {
      if (json.charAt(at++) != c) {
        throw new IllegalArgumentException("expected " + c + " at " + at);
      }
    }

    private Object number() {
      int start = at;
      while (json.charAt(at) == '-' || Character.isDigit(json.charAt(at))) {
        at++;
      }
      return Long.valueOf(json.substring(start, at));
    }

    private String string() {
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
