package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import java.util.Arrays;
import java.util.List;

/**
 * An object of the fast path: the positions of the fields' values in the record. Its accessors give
 * up on any value that is unusual; the strict path determines the reason of a rejection.
 */
final class ScannedObject extends JsonObject {

  /** Not an object of the common shape. */
  static final int NONE = -1;

  /** Deeper containers take the strict path: a long has one bit for each level. */
  private static final int DEEPEST = Long.SIZE - 1;

  // The stored form of a value: its start and end relative to the start of the record, a power of
  // ten, and a kind, 0 if the object has no such field. The bounds of a string are those of its
  // content.
  private static final int BOUND_BITS = 26;
  private static final long BOUND_MASK = (1L << BOUND_BITS) - 1;
  private static final int POWER_SHIFT = 2 * BOUND_BITS;
  private static final int KIND_SHIFT = POWER_SHIFT + Byte.SIZE;

  private static final int NULL = 1;
  private static final int TRUE = 2;
  private static final int FALSE = 3;
  private static final int TEXT = 4;
  private static final int ESCAPED_TEXT = 5;
  private static final int ARRAY = 6;
  private static final int OBJECT = 7;
  // Flags of a number: 1 is a decimal, 2 is negative, 4 does not fit a mantissa and a power.
  private static final int NUMBER = 8;
  private static final int DECIMAL = 1;
  private static final int NEGATIVE = 2;
  private static final int UNFIT = 4;

  /** Every number with up to this many digits fits a long. */
  private static final int COMMON_DIGITS = 18;

  private static final JsonKind[] KINDS = {
    JsonKind.MISSING,
    JsonKind.NULL,
    JsonKind.BOOLEAN,
    JsonKind.BOOLEAN,
    JsonKind.TEXT,
    JsonKind.TEXT,
    JsonKind.ARRAY,
    JsonKind.OBJECT,
    JsonKind.INTEGER,
    JsonKind.DECIMAL,
    JsonKind.INTEGER,
    JsonKind.DECIMAL,
    JsonKind.INTEGER,
    JsonKind.DECIMAL,
    JsonKind.INTEGER,
    JsonKind.DECIMAL
  };

  private final KeyTable keys;
  private final NumberScan number = new NumberScan();

  private String topic = "";
  private byte[] bytes = new byte[0];
  private int base;

  /** The bitwise or of all bytes of strings, which shows whether all are ASCII. */
  private long texts;

  // Indexed by field.
  private final long[] slots;
  private final long[] mantissas;

  ScannedObject(List<JsonField> fields) {
    this.keys = new KeyTable(fields);
    this.slots = new long[fields.size()];
    this.mantissas = new long[fields.size()];
  }

  /** Scans bytes that are one object with white space around it. Returns false if it gives up. */
  boolean scanWhole(String ofTopic, byte[] record, int from, int end) {
    topic = ofTopic;
    if (!start(record, from, end)) {
      return false;
    }
    int at = skipSpace(record, from, end);
    if (at >= end || record[at] != '{') {
      return false;
    }
    at = scan(record, at, end);
    return at >= 0 && skipSpace(record, at, end) == end && isUtf8(from, end);
  }

  /** Starts a record. Returns false if it is too large for the fast path. */
  boolean start(byte[] record, int from, int end) {
    bytes = record;
    base = from;
    texts = 0;
    return end - from <= BOUND_MASK;
  }

  /** Whether the record is UTF-8, after all of it was scanned. */
  boolean isUtf8(int from, int end) {
    return (texts & Bytes.HIGHS) == 0 || Bytes.isUtf8(bytes, from, end);
  }

  /** Scans the object whose brace is here. Returns the index after it, or {@link #NONE}. */
  int scan(byte[] record, int from, int end) {
    Arrays.fill(slots, 0);
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
        int close = endOfPlain(record, at, end);
        if (close >= end - 3 || record[close] != '"') {
          return NONE;
        }
        key = keys.find(record, at, close, previous);
      }
      previous = key;
      at += key.length + 1;
      if (record[at] != ':') {
        at = skipSpace(record, at, end - 2);
        if (record[at] != ':') {
          return NONE;
        }
      }
      at++;
      if (record[at] <= ' ') {
        at = skipSpace(record, at, end - 1);
      }
      if (record[at] == '"') {
        int close = endOfPlain(record, at + 1, end);
        if (close < end && record[close] == '"') {
          keep(key.field, TEXT, at + 1, close);
          at = close + 1;
        } else {
          at = escapedText(record, at + 1, close, end, key.field);
        }
      } else if (record[at] <= '9') {
        at = number(record, at, end, key.field);
      } else {
        at = other(record, at, end, key.field);
      }
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

  /** The first quote, backslash or control character of {@code [from, end)}; end if none. */
  private int endOfPlain(byte[] record, int from, int end) {
    long seen = 0;
    int at = from;
    while (at <= end - Long.BYTES) {
      long word = Bytes.word(record, at);
      long found = Bytes.special(word);
      if (found != 0) {
        long before = (found & -found) - 1;
        texts |= seen | (word & before);
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      seen |= word;
      at += Long.BYTES;
    }
    while (at < end && !Bytes.isSpecial(record[at])) {
      // A byte that is not ASCII is sign-extended to a long whose bytes all have the high bit.
      seen |= record[at];
      at++;
    }
    texts |= seen;
    return at;
  }

  private void keep(int field, int kind, int start, int end) {
    if (field >= 0) {
      slots[field] = slot(kind, start, end);
    }
  }

  private long slot(int kind, int start, int end) {
    return ((long) kind << KIND_SHIFT) | ((long) (end - base) << BOUND_BITS) | (start - base);
  }

  /** A string whose first character that is not plain is at {@code special}. */
  private int escapedText(byte[] record, int start, int special, int end, int field) {
    int close = endOfEscaped(record, special, end);
    if (close < 0) {
      return NONE;
    }
    keep(field, ESCAPED_TEXT, start, close);
    return close + 1;
  }

  /** A number without exponent whose digits fit a mantissa. Any other number is not usual. */
  private int number(byte[] record, int from, int end, int field) {
    int kind = NUMBER;
    int at = from;
    if (record[at] == '-') {
      kind |= NEGATIVE;
      at++;
    }
    int first = at;
    long mantissa = 0;
    while (at < end && isDigit(record[at])) {
      mantissa = mantissa * 10 + (record[at] - '0');
      at++;
    }
    int digits = at - first;
    if (digits == 0 || at >= end || (record[first] == '0' && digits > 1)) {
      return NONE;
    }
    int power = 0;
    if (record[at] == '.') {
      kind |= DECIMAL;
      int fraction = at + 1;
      at = fraction;
      while (at < end && isDigit(record[at])) {
        mantissa = mantissa * 10 + (record[at] - '0');
        at++;
      }
      power = fraction - at;
      digits -= power;
    }
    if (digits > COMMON_DIGITS
        || at >= end
        || (record[at] | 0x20) == 'e'
        || record[at - 1] == '.') {
      return uncommonNumber(record, from, end, field);
    }
    if (field >= 0) {
      mantissas[field] = mantissa;
      slots[field] = slot(kind, from, at) | ((power & 0xFFL) << POWER_SHIFT);
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private int uncommonNumber(byte[] record, int from, int end, int field) {
    int after = number.json(record, from, end);
    if (after >= 0 && field >= 0) {
      int power = number.power();
      boolean fits = number.fits() && power == (byte) power;
      int kind =
          NUMBER
              | (number.isInteger() ? 0 : DECIMAL)
              | (number.isNegative() ? NEGATIVE : 0)
              | (fits ? 0 : UNFIT);
      mantissas[field] = number.mantissa();
      slots[field] = slot(kind, from, after) | ((power & 0xFFL) << POWER_SHIFT);
    }
    return after;
  }

  private int other(byte[] record, int from, int end, int field) {
    byte first = record[from];
    int kind;
    int after;
    switch (first) {
      case 'n' -> {
        kind = NULL;
        after = endOfWord(record, from, end, "null");
      }
      case 't' -> {
        kind = TRUE;
        after = endOfWord(record, from, end, "true");
      }
      case 'f' -> {
        kind = FALSE;
        after = endOfWord(record, from, end, "false");
      }
      case '[', '{' -> {
        kind = first == '[' ? ARRAY : OBJECT;
        after = endOfContainer(record, from, end);
      }
      default -> {
        return NONE;
      }
    }
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

  /** The closing quote of a string whose first backslash is here, or {@link #NONE}. */
  private int endOfEscaped(byte[] record, int backslash, int end) {
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
      at = endOfPlain(record, at, end);
    }
    return at < end && record[at] == '"' ? at : NONE;
  }

  /** Four hexadecimal digits; negative if they are invalid. */
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
        at = scalar(record, at, end);
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

  private int scalar(byte[] record, int from, int end) {
    byte first = record[from];
    if (first == '"') {
      return endOfText(record, from, end);
    }
    return first <= '9' ? number(record, from, end, -1) : other(record, from, end, -1);
  }

  /** The index after the string whose quote is here, or {@link #NONE}. */
  private int endOfText(byte[] record, int from, int end) {
    int close = endOfPlain(record, from + 1, end);
    if (close < end && record[close] == '"') {
      return close + 1;
    }
    return escapedText(record, from + 1, close, end, -1);
  }

  /** The start of the value whose name starts here, or {@link #NONE}. */
  private int endOfName(byte[] record, int from, int end) {
    if (from >= end || record[from] != '"') {
      return NONE;
    }
    int after = endOfText(record, from, end);
    if (after < 0) {
      return NONE;
    }
    int at = skipSpace(record, after, end);
    return at < end && record[at] == ':' ? skipSpace(record, at + 1, end) : NONE;
  }

  /** The first index without JSON white space; at most the end. */
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
    return KINDS[kindOf(slots[field.index()])];
  }

  int start(JsonField field) {
    return startOf(slots[field.index()]);
  }

  int end(JsonField field) {
    return endOf(slots[field.index()]);
  }

  private static int kindOf(long slot) {
    return (int) (slot >>> KIND_SHIFT);
  }

  private int startOf(long slot) {
    return base + (int) (slot & BOUND_MASK);
  }

  private int endOf(long slot) {
    return base + (int) ((slot >>> BOUND_BITS) & BOUND_MASK);
  }

  private static boolean isInteger(int kind) {
    return (kind & (NUMBER | DECIMAL)) == NUMBER;
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
    long slot = slots[field.index()];
    int kind = kindOf(slot);
    int start = startOf(slot);
    if (kind == TEXT) {
      return Utf8.slice(bytes, start, endOf(slot) - start);
    }
    if (kind == ESCAPED_TEXT) {
      return unescaped(bytes, start, endOf(slot));
    }
    throw givingUp();
  }

  @Override
  public Utf8 id(JsonField field) {
    long slot = slots[field.index()];
    return isInteger(kindOf(slot)) ? integerText(slot) : text(field);
  }

  /** Formatted as an integer: −0 is 0. */
  private Utf8 integerText(long slot) {
    int start = startOf(slot);
    int length = endOf(slot) - start;
    boolean isMinusZero = length == 2 && bytes[start] == '-' && bytes[start + 1] == '0';
    return isMinusZero ? Utf8.slice(bytes, start + 1, 1) : Utf8.slice(bytes, start, length);
  }

  @Override
  Utf8 eventId(JsonField field) {
    long slot = slots[field.index()];
    int kind = kindOf(slot);
    if (isInteger(kind)) {
      return integerText(slot);
    }
    Utf8 text = name(field);
    if (kind == TEXT) {
      return Utf8.slice(bytes, startOf(slot) - 1, text.length() + 2);
    }
    byte[] quoted = new byte[text.length() + 2];
    quoted[0] = '"';
    text.copyTo(quoted, 1);
    quoted[quoted.length - 1] = '"';
    return Utf8.slice(quoted, 0, quoted.length);
  }

  @Override
  public double number(JsonField field) {
    long slot = slots[field.index()];
    int kind = kindOf(slot);
    if ((kind & NUMBER) == 0) {
      throw givingUp();
    }
    double value =
        (kind & UNFIT) == 0
            ? NumberScan.value(
                (kind & NEGATIVE) != 0,
                mantissas[field.index()],
                (byte) (slot >>> POWER_SHIFT),
                bytes,
                startOf(slot),
                endOf(slot))
            : NumberScan.parse(bytes, startOf(slot), endOf(slot));
    if (!Double.isFinite(value)) {
      throw givingUp();
    }
    return value;
  }

  @Override
  public long integer(JsonField field) {
    int kind = kindOf(slots[field.index()]);
    if (!isInteger(kind) || (kind & UNFIT) != 0) {
      throw givingUp();
    }
    long mantissa = mantissas[field.index()];
    return (kind & NEGATIVE) != 0 ? -mantissa : mantissa;
  }

  @Override
  public boolean truth(JsonField field) {
    int kind = kindOf(slots[field.index()]);
    if (kind != TRUE && kind != FALSE) {
      throw givingUp();
    }
    return kind == TRUE;
  }

  @Override
  public long second(JsonField field) {
    long slot = slots[field.index()];
    long second =
        kindOf(slot) == TEXT ? TimeScan.second(bytes, startOf(slot), endOf(slot)) : TimeScan.NONE;
    if (second == TimeScan.NONE) {
      throw givingUp();
    }
    return second;
  }

  @Override
  public long instant(JsonField field) {
    long slot = slots[field.index()];
    long second =
        kindOf(slot) == TEXT
            ? TimeScan.instant(bytes, startOf(slot), endOf(slot))
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

  /** Gives up without a verdict: the strict path reads the record again. */
  static RejectedException givingUp() {
    return new RejectedException(new Rejection.NotJson());
  }

  /** The text of valid escapes. Adjacent surrogates become one character. */
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
