package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * An object of the fast path: where in the record the values of the fields stand. Its accessors
 * give up at whatever they do not like; why it does not fit is the strict path's to say.
 *
 * <p>It is filled anew for every object, from bytes that are known to be UTF-8.
 */
final class ScannedObject extends JsonObject {

  /** Not an object of the common shape. */
  static final int NONE = -1;

  /** Deeper containers are left to the strict path: a long holds one bit for each level. */
  private static final int DEEPEST = Long.SIZE - 1;

  private static final byte MISSING = 0;
  private static final byte NULL = 1;
  private static final byte TRUE = 2;
  private static final byte FALSE = 3;
  private static final byte INTEGER = 4;
  private static final byte DECIMAL = 5;
  private static final byte PLAIN_TEXT = 6;
  private static final byte ESCAPED_TEXT = 7;
  private static final byte ARRAY = 8;
  private static final byte OBJECT = 9;

  private static final JsonKind[] KINDS = {
    JsonKind.MISSING,
    JsonKind.NULL,
    JsonKind.BOOLEAN,
    JsonKind.BOOLEAN,
    JsonKind.INTEGER,
    JsonKind.DECIMAL,
    JsonKind.TEXT,
    JsonKind.TEXT,
    JsonKind.ARRAY,
    JsonKind.OBJECT
  };

  private final KeyTable keys;
  private final NumberScan number = new NumberScan();

  private String topic = "";
  private byte[] bytes = new byte[0];

  // By the place of the field. Of a text the bounds are those of its content.
  private final byte[] kinds;
  private final int[] starts;
  private final int[] ends;
  private final long[] mantissas;
  private final int[] powers;
  private final boolean[] negative;
  private final boolean[] fits;

  ScannedObject(List<JsonField> fields) {
    this.keys = new KeyTable(fields);
    this.kinds = new byte[fields.size()];
    this.starts = new int[fields.size()];
    this.ends = new int[fields.size()];
    this.mantissas = new long[fields.size()];
    this.powers = new int[fields.size()];
    this.negative = new boolean[fields.size()];
    this.fits = new boolean[fields.size()];
  }

  /** Scans bytes that are one object with white space around it; false where it gives up. */
  boolean scanWhole(String ofTopic, byte[] record, int from, int end) {
    topic = ofTopic;
    int at = skipSpace(record, from, end);
    if (at >= end || record[at] != '{') {
      return false;
    }
    at = scan(record, at, end);
    return at >= 0 && skipSpace(record, at, end) == end;
  }

  /** Scans the object whose brace stands here; the index after it, or {@link #NONE}. */
  int scan(byte[] record, int from, int end) {
    bytes = record;
    Arrays.fill(kinds, MISSING);
    int at = skipSpace(record, from + 1, end);
    if (at < end && record[at] == '}') {
      return at + 1;
    }
    KeyTable.Key previous = keys.start;
    while (true) {
      if (at >= end || record[at] != '"') {
        return NONE;
      }
      at++;
      KeyTable.Key key = previous.next;
      if (key == null || !key.isAt(record, at, end)) {
        int close = Bytes.endOfPlain(record, at, end);
        if (close >= end || record[close] != '"') {
          return NONE;
        }
        key = keys.find(record, at, close, previous);
      }
      previous = key;
      at += key.length + 1;
      if (at < end && record[at] != ':') {
        at = skipSpace(record, at, end);
      }
      if (at >= end || record[at] != ':') {
        return NONE;
      }
      at = skipSpace(record, at + 1, end);
      at = value(record, at, end, key.field);
      if (at < 0) {
        return NONE;
      }
      at = skipSpace(record, at, end);
      if (at >= end) {
        return NONE;
      }
      if (record[at] == ',') {
        at = skipSpace(record, at + 1, end);
      } else {
        return record[at] == '}' ? at + 1 : NONE;
      }
    }
  }

  private int value(byte[] record, int from, int end, int field) {
    if (from >= end) {
      return NONE;
    }
    switch (record[from]) {
      case '"' -> {
        int close = Bytes.endOfPlain(record, from + 1, end);
        byte kind = PLAIN_TEXT;
        if (close < end && record[close] == '\\') {
          close = endOfEscaped(record, close, end);
          kind = ESCAPED_TEXT;
        }
        if (close < 0 || close >= end || record[close] != '"') {
          return NONE;
        }
        keep(field, kind, from + 1, close);
        return close + 1;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        int after = number.json(record, from, end);
        if (after >= 0 && field >= 0) {
          keep(field, number.isInteger() ? INTEGER : DECIMAL, from, after);
          fits[field] = number.fits();
          negative[field] = number.isNegative();
          mantissas[field] = number.mantissa();
          powers[field] = number.power();
        }
        return after;
      }
      case 'n' -> {
        return literal(record, from, end, "null", field, NULL);
      }
      case 't' -> {
        return literal(record, from, end, "true", field, TRUE);
      }
      case 'f' -> {
        return literal(record, from, end, "false", field, FALSE);
      }
      case '[', '{' -> {
        int after = endOfContainer(record, from, end);
        if (after >= 0) {
          keep(field, record[from] == '[' ? ARRAY : OBJECT, from, after);
        }
        return after;
      }
      default -> {
        return NONE;
      }
    }
  }

  private void keep(int field, byte kind, int start, int end) {
    if (field >= 0) {
      kinds[field] = kind;
      starts[field] = start;
      ends[field] = end;
    }
  }

  private int literal(byte[] record, int from, int end, String word, int field, byte kind) {
    int after = endOfWord(record, from, end, word);
    if (after >= 0) {
      keep(field, kind, from, after);
    }
    return after;
  }

  static int endOfWord(byte[] record, int from, int end, String word) {
    if (end - from < word.length()) {
      return NONE;
    }
    for (int i = 1; i < word.length(); i++) {
      if (record[from + i] != word.charAt(i)) {
        return NONE;
      }
    }
    return from + word.length();
  }

  /** The closing quote of a text whose first backslash stands here, or {@link #NONE}. */
  static int endOfEscaped(byte[] record, int backslash, int end) {
    int at = backslash;
    while (at < end && record[at] == '\\') {
      if (at + 1 >= end) {
        return NONE;
      }
      switch (record[at + 1]) {
        case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
        case 'u' -> {
          if (end - at < 6 || hex(record, at + 2) < 0) {
            return NONE;
          }
          at += 6;
        }
        default -> {
          return NONE;
        }
      }
      at = Bytes.endOfPlain(record, at, end);
    }
    return at < end && record[at] == '"' ? at : NONE;
  }

  /** Four hexadecimal digits; negative where they are none. */
  private static int hex(byte[] record, int at) {
    int code = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = record[i] < 0 ? -1 : Character.digit(record[i], 16);
      if (digit < 0) {
        return NONE;
      }
      code = (code << 4) | digit;
    }
    return code;
  }

  /** The index after the object or array that opens here, or {@link #NONE}. */
  private int endOfContainer(byte[] record, int from, int end) {
    long objects = 0;
    int depth = 0;
    int at = from;
    while (true) {
      // A value starts here.
      if (at >= end) {
        return NONE;
      }
      byte first = record[at];
      if (first == '{' || first == '[') {
        if (depth == DEEPEST) {
          return NONE;
        }
        depth++;
        boolean isObject = first == '{';
        objects = (objects << 1) | (isObject ? 1 : 0);
        at = skipSpace(record, at + 1, end);
        if (at >= end || record[at] != (isObject ? '}' : ']')) {
          if (isObject) {
            at = endOfName(record, at, end);
            if (at < 0) {
              return NONE;
            }
          }
          continue;
        }
      } else {
        at = value(record, at, end, -1);
        if (at < 0) {
          return NONE;
        }
        at = skipSpace(record, at, end);
      }
      // A value has ended, or an empty container ends.
      while (at < end && record[at] == ((objects & 1) != 0 ? '}' : ']')) {
        at++;
        depth--;
        objects >>>= 1;
        if (depth == 0) {
          return at;
        }
        at = skipSpace(record, at, end);
      }
      if (at >= end || record[at] != ',') {
        return NONE;
      }
      at = skipSpace(record, at + 1, end);
      if ((objects & 1) != 0) {
        at = endOfName(record, at, end);
        if (at < 0) {
          return NONE;
        }
      }
    }
  }

  /** The start of the value whose name starts here, or {@link #NONE}. */
  private static int endOfName(byte[] record, int from, int end) {
    if (from >= end || record[from] != '"') {
      return NONE;
    }
    int close = Bytes.endOfPlain(record, from + 1, end);
    if (close < end && record[close] == '\\') {
      close = endOfEscaped(record, close, end);
    }
    if (close < 0 || close >= end || record[close] != '"') {
      return NONE;
    }
    int at = skipSpace(record, close + 1, end);
    return at < end && record[at] == ':' ? skipSpace(record, at + 1, end) : NONE;
  }

  /** The first index that holds no white space of JSON; never beyond the end. */
  static int skipSpace(byte[] record, int from, int end) {
    int at = from;
    while (at < end && record[at] <= ' ' && isSpace(record[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public JsonKind kind(JsonField field) {
    return KINDS[kinds[field.index()]];
  }

  int start(JsonField field) {
    return starts[field.index()];
  }

  int end(JsonField field) {
    return ends[field.index()];
  }

  @Override
  public Utf8 name(JsonField field) {
    Utf8 text = text(field);
    if (text.isEmpty()) {
      throw givingUp();
    }
    return text;
  }

  @Override
  public Utf8 text(JsonField field) {
    int index = field.index();
    if (kinds[index] == PLAIN_TEXT) {
      return Utf8.slice(bytes, starts[index], ends[index] - starts[index]);
    }
    if (kinds[index] == ESCAPED_TEXT) {
      return unescaped(bytes, starts[index], ends[index]);
    }
    throw givingUp();
  }

  @Override
  public Utf8 id(JsonField field) {
    int index = field.index();
    return kinds[index] == INTEGER ? integerText(index) : text(field);
  }

  /** An integer as a whole number is printed: −0 is 0. */
  private Utf8 integerText(int index) {
    int start = starts[index];
    int length = ends[index] - start;
    boolean isMinusZero = length == 2 && bytes[start] == '-' && bytes[start + 1] == '0';
    return isMinusZero ? Utf8.slice(bytes, start + 1, 1) : Utf8.slice(bytes, start, length);
  }

  @Override
  Utf8 eventId(JsonField field) {
    int index = field.index();
    if (kinds[index] == INTEGER) {
      return integerText(index);
    }
    Utf8 text = name(field);
    if (kinds[index] == PLAIN_TEXT) {
      return Utf8.slice(bytes, starts[index] - 1, text.length() + 2);
    }
    byte[] quoted = new byte[text.length() + 2];
    quoted[0] = '"';
    text.copyTo(quoted, 1);
    quoted[quoted.length - 1] = '"';
    return Utf8.slice(quoted, 0, quoted.length);
  }

  @Override
  public double number(JsonField field) {
    int index = field.index();
    if (kinds[index] != INTEGER && kinds[index] != DECIMAL) {
      throw givingUp();
    }
    int start = starts[index];
    int end = ends[index];
    double value =
        fits[index]
            ? NumberScan.value(negative[index], mantissas[index], powers[index], bytes, start, end)
            : NumberScan.parse(bytes, start, end);
    if (!Double.isFinite(value)) {
      throw givingUp();
    }
    return value;
  }

  @Override
  public long integer(JsonField field) {
    int index = field.index();
    if (kinds[index] != INTEGER || !fits[index]) {
      throw givingUp();
    }
    return negative[index] ? -mantissas[index] : mantissas[index];
  }

  @Override
  public boolean truth(JsonField field) {
    byte kind = kinds[field.index()];
    if (kind != TRUE && kind != FALSE) {
      throw givingUp();
    }
    return kind == TRUE;
  }

  @Override
  public long second(JsonField field) {
    int index = field.index();
    long second =
        kinds[index] == PLAIN_TEXT
            ? TimeScan.second(bytes, starts[index], ends[index])
            : TimeScan.NONE;
    if (second == TimeScan.NONE) {
      throw givingUp();
    }
    return second;
  }

  @Override
  public long instant(JsonField field) {
    int index = field.index();
    long second =
        kinds[index] == PLAIN_TEXT
            ? TimeScan.instant(bytes, starts[index], ends[index])
            : wholeSeconds(number(field));
    if (second == TimeScan.NONE) {
      throw givingUp();
    }
    return second;
  }

  static long wholeSeconds(double seconds) {
    return seconds >= 0 && seconds < StrictTime.END ? (long) seconds : TimeScan.NONE;
  }

  @Override
  public RuntimeException rejected(Rejection rejection) {
    return givingUp();
  }

  /** Leaves without a verdict: the strict path reads the record again. */
  static RejectedException givingUp() {
    return new RejectedException(new Rejection.NotJson());
  }

  /** The text of valid escapes; surrogates that stand side by side become one character. */
  static Utf8 unescaped(byte[] record, int start, int end) {
    byte[] out = new byte[end - start];
    int size = 0;
    int at = start;
    while (at < end) {
      byte b = record[at];
      if (b != '\\') {
        out[size++] = b;
        at++;
        continue;
      }
      byte escape = record[at + 1];
      at += 2;
      if (escape != 'u') {
        out[size++] =
            switch (escape) {
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> escape;
            };
        continue;
      }
      int code = hex(record, at);
      at += 4;
      if (Character.isHighSurrogate((char) code)
          && end - at >= 6
          && record[at] == '\\'
          && record[at + 1] == 'u'
          && Character.isLowSurrogate((char) hex(record, at + 2))) {
        code = Character.toCodePoint((char) code, (char) hex(record, at + 2));
        at += 6;
      }
      size = append(out, size, code);
    }
    return Utf8.slice(out, 0, size);
  }

  private static int append(byte[] out, int at, int code) {
    int size = at;
    if (code < 0x80) {
      out[size++] = (byte) code;
    } else if (code < 0x800) {
      out[size++] = (byte) (0xC0 | (code >> 6));
      out[size++] = (byte) (0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      out[size++] = (byte) (0xE0 | (code >> 12));
      out[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      out[size++] = (byte) (0x80 | (code & 0x3F));
    } else {
      out[size++] = (byte) (0xF0 | (code >> 18));
      out[size++] = (byte) (0x80 | ((code >> 12) & 0x3F));
      out[size++] = (byte) (0x80 | ((code >> 6) & 0x3F));
      out[size++] = (byte) (0x80 | (code & 0x3F));
    }
    return size;
  }
}
