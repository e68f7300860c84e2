package io.anabranch.adapters.wire;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

/** A decimal number in bytes: its end and its value. Reused from one number to the next. */
final class NumberScan {

  /** There is no number of the common shape here. */
  static final int NONE = -1;

  /** Literals of this length are left to the strict path, which knows the limits. */
  private static final int LONGEST = 400;

  private static final int MANTISSA_DIGITS = 19;
  private static final long EXACT_MANTISSA = 1L << 53;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private long mantissa;
  private int power;
  private int digits;
  private boolean isNegative;
  private boolean isInteger;

  /** Finds the end of a JSON number that starts here; {@link #NONE} if there is none. */
  int json(byte[] bytes, int start, int end) {
    int at = start;
    byte sign = bytes[at];
    if (sign == '-') {
      at++;
    }
    int whole = at;
    long value = 0;
    int digit;
    while (at < end && (digit = digit(bytes[at])) >= 0) {
      value = value * 10 + digit;
      at++;
    }
    int count = at - whole;
    if (count == 0 || (count > 1 && bytes[whole] == '0')) {
      return NONE;
    }
    boolean isWhole = true;
    int scale = 0;
    if (at < end && bytes[at] == '.') {
      int fraction = ++at;
      while (at < end && (digit = digit(bytes[at])) >= 0) {
        value = value * 10 + digit;
        at++;
      }
      if (at == fraction) {
        return NONE;
      }
      scale = fraction - at;
      count -= scale;
      isWhole = false;
    }
    isNegative = sign == '-';
    mantissa = value;
    digits = count;
    power = scale;
    if (at < end && (bytes[at] | 0x20) == 'e') {
      at = exponent(bytes, at + 1, end);
      isWhole = false;
    }
    isInteger = isWhole;
    return at - start > LONGEST ? NONE : at;
  }

  /** The value of a digit; negative for any other byte. */
  private static int digit(byte b) {
    int digit = b - '0';
    return digit <= 9 ? digit : NONE;
  }

  /**
   * Finds the end of a number in a Graphite line; {@link #NONE} if there is none. The number has an
   * optional sign, digits with an optional point that may have digits on one side only, and an
   * optional exponent.
   */
  int graphite(byte[] bytes, int start, int end) {
    int at = start;
    isNegative = at < end && bytes[at] == '-';
    if (isNegative || (at < end && bytes[at] == '+')) {
      at++;
    }
    int whole = at;
    at = digits(bytes, at, end, 0);
    digits = at - whole;
    power = 0;
    isInteger = false;
    if (at < end && bytes[at] == '.') {
      int fraction = at + 1;
      at = digits(bytes, fraction, end, mantissa);
      digits += at - fraction;
      power = fraction - at;
    }
    if (digits == 0) {
      return NONE;
    }
    if (at < end && (bytes[at] | 0x20) == 'e') {
      at = exponent(bytes, at + 1, end);
    }
    return at;
  }

  private int digits(byte[] bytes, int from, int end, long before) {
    long value = before;
    int at = from;
    while (at < end) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
      at++;
    }
    mantissa = value;
    return at;
  }

  private int exponent(byte[] bytes, int from, int end) {
    int at = from;
    boolean isBelow = at < end && bytes[at] == '-';
    if (isBelow || (at < end && bytes[at] == '+')) {
      at++;
    }
    int first = at;
    int value = 0;
    while (at < end) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = Math.min(value * 10 + digit, 100_000);
      at++;
    }
    power += isBelow ? -value : value;
    return at == first ? NONE : at;
  }

  boolean isInteger() {
    return isInteger;
  }

  boolean isNegative() {
    return isNegative;
  }

  /** All digits as an integer; undefined if it does not fit 63 bits. */
  long mantissa() {
    return mantissa;
  }

  /** The power of ten by which the mantissa is multiplied. */
  int power() {
    return power;
  }

  /** Whether {@link #mantissa} contains all digits. */
  boolean fits() {
    return digits <= MANTISSA_DIGITS && mantissa >= 0;
  }

  /** The nearest double; −0 is 0. It may be infinite. */
  double value(byte[] bytes, int start, int end) {
    return fits()
        ? value(isNegative, mantissa, power, bytes, start, end)
        : parse(bytes, start, end);
  }

  /**
   * The double nearest to ±mantissa × 10^power, which the bytes spell. If both factors are small
   * they are exact doubles, and one operation rounds once.
   *
   * @see <a href="https://doi.org/10.1145/93542.93557">Clinger, How to read floating point numbers
   *     accurately</a>
   */
  static double value(
      boolean isNegative, long mantissa, int power, byte[] bytes, int start, int end) {
    if (mantissa > EXACT_MANTISSA || power < -22 || power > 22) {
      return parse(bytes, start, end);
    }
    double value = mantissa;
    if (power < 0) {
      value /= POWERS[-power];
    } else if (power > 0) {
      value *= POWERS[power];
    }
    return (isNegative ? -value : value) + 0.0;
  }

  static double parse(byte[] bytes, int start, int end) {
    return JavaDoubleParser.parseDouble(bytes, start, end - start) + 0.0;
  }
}
