package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON in one pass from left to right, so that the first error determines the reason: {@link
 * Rejection.NotFinite} for a NaN or an infinity anywhere, {@link Rejection.NotJson} for everything
 * else.
 *
 * <p>The format is RFC 8259 with the limits of common readers: the nesting of containers is
 * limited, and an integer has at most 4,300 digits. Of duplicate members the last one counts.
 * Escapes may express lone surrogates. The parser does not recurse, so no input exhausts the stack.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class StrictJson {

  /** The maximum nesting of containers in a record. */
  static final int RECORD_DEPTH = 990;

  /** The maximum nesting of containers in a specification. */
  static final int SPECIFICATION_DEPTH = 994;

  private static final int INTEGER_DIGITS = 4300;
  private static final JsonValue NULL = new JsonValue.Null();
  private static final JsonValue TRUE = new JsonValue.Bool(true);
  private static final JsonValue FALSE = new JsonValue.Bool(false);

  private final String text;
  private final int depth;
  private int at;

  /** Parses values from an index on. */
  StrictJson(String text, int depth, int from) {
    this.text = text;
    this.depth = depth;
    this.at = from;
  }

  /** Parses a text that is one value. */
  static JsonValue parse(String text) {
    StrictJson json = new StrictJson(text, RECORD_DEPTH, 0);
    json.skipSpace();
    JsonValue value = json.value();
    json.skipSpace();
    if (json.at != text.length()) {
      throw notJson();
    }
    return value;
  }

  /** The index after the parsed part. */
  int position() {
    return at;
  }

  /** An object or array that is still open. */
  private static final class Open {
    final @Nullable List<JsonValue> elements;
    final @Nullable Map<String, JsonValue> members;
    String name = "";

    Open(boolean isObject) {
      elements = isObject ? null : new ArrayList<>();
      members = isObject ? new LinkedHashMap<>() : null;
    }

    void add(JsonValue value) {
      if (members != null) {
        members.put(name, value);
      } else if (elements != null) {
        elements.add(value);
      }
    }

    JsonValue close() {
      return members != null
          ? new JsonValue.Members(members)
          : new JsonValue.Array(elements == null ? List.of() : elements);
    }
  }

  /** The value that starts here. */
  JsonValue value() {
    Deque<Open> open = new ArrayDeque<>();
    while (true) {
      JsonValue complete;
      char c = peek();
      if (c == '{' || c == '[') {
        if (open.size() == depth) {
          throw notJson();
        }
        at++;
        skipSpace();
        Open container = new Open(c == '{');
        if (peek() == (c == '{' ? '}' : ']')) {
          at++;
          complete = container.close();
        } else {
          open.push(container);
          if (c == '{') {
            container.name = memberName();
          }
          continue;
        }
      } else {
        complete = scalar();
      }
      while (true) {
        Open container = open.peek();
        if (container == null) {
          return complete;
        }
        container.add(complete);
        skipSpace();
        char next = peek();
        if (next == ',') {
          at++;
          skipSpace();
          if (container.members != null) {
            container.name = memberName();
          }
          break;
        }
        if (next != (container.members != null ? '}' : ']')) {
          throw notJson();
        }
        at++;
        open.pop();
        complete = container.close();
      }
    }
  }

  private String memberName() {
    if (peek() != '"') {
      throw notJson();
    }
    String name = string();
    skipSpace();
    if (peek() != ':') {
      throw notJson();
    }
    at++;
    skipSpace();
    return name;
  }

  private JsonValue scalar() {
    char c = peek();
    if (c == '"') {
      return new JsonValue.Text(string());
    }
    if (isAt("null")) {
      return NULL;
    }
    if (isAt("true")) {
      return TRUE;
    }
    if (isAt("false")) {
      return FALSE;
    }
    if (isAt("NaN") || isAt("Infinity") || isAt("-Infinity")) {
      throw new RejectedException(new Rejection.NotFinite(""));
    }
    return number();
  }

  private boolean isAt(String word) {
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  /** The longest number that starts here. The caller checks what follows it. */
  private JsonValue number() {
    int start = at;
    int end = peek() == '-' ? at + 1 : at;
    int digits = end;
    end = afterDigits(end);
    if (end == digits) {
      throw notJson();
    }
    if (text.charAt(digits) == '0') {
      end = digits + 1;
    }
    boolean isInteger = true;
    int wholeDigits = end - digits;
    if (charAt(end) == '.' && afterDigits(end + 1) > end + 1) {
      end = afterDigits(end + 1);
      isInteger = false;
    }
    if (charAt(end) == 'e' || charAt(end) == 'E') {
      int power = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? end + 2 : end + 1;
      if (afterDigits(power) > power) {
        end = afterDigits(power);
        isInteger = false;
      }
    }
    if (isInteger && wholeDigits > INTEGER_DIGITS) {
      throw notJson();
    }
    at = end;
    String literal = text.substring(start, end);
    return isInteger
        ? new JsonValue.IntegerLiteral(literal)
        : new JsonValue.DecimalLiteral(literal);
  }

  private int afterDigits(int from) {
    int end = from;
    while (charAt(end) >= '0' && charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private String string() {
    StringBuilder built = new StringBuilder();
    at++;
    while (true) {
      int plain = at;
      while (at < text.length() && isPlain(text.charAt(at))) {
        at++;
      }
      built.append(text, plain, at);
      char c = peek();
      if (c == '"') {
        at++;
        return built.toString();
      }
      if (c != '\\') {
        throw notJson();
      }
      at++;
      char escape = peek();
      at++;
      switch (escape) {
        case '"', '\\', '/' -> built.append(escape);
        case 'b' -> built.append('\b');
        case 'f' -> built.append('\f');
        case 'n' -> built.append('\n');
        case 'r' -> built.append('\r');
        case 't' -> built.append('\t');
        case 'u' -> built.append(hex());
        default -> throw notJson();
      }
    }
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c != '"' && c != '\\';
  }

  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = peek();
      at++;
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw notJson();
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (true) {
      char c = charAt(at);
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return;
      }
      at++;
    }
  }

  /** The character here, or the end mark. */
  private char peek() {
    return charAt(at);
  }

  /** U+FFFF marks the end, since it never matches. */
  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\uFFFF';
  }

  private static RejectedException notJson() {
    return new RejectedException(new Rejection.NotJson());
  }
}
