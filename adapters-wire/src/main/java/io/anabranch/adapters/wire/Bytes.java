package io.anabranch.adapters.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Scans eight bytes at a time. */
final class Bytes {

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  static final long HIGHS = 0x8080808080808080L;
  private static final long FLIPS = ONES * ('"' ^ ' ');
  private static final long ABOVE_SPACES = ONES * (' ' + 1);
  private static final long BACKSLASHES = ONES * '\\';

  private Bytes() {}

  /** Eight bytes, little-endian. */
  static long word(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /**
   * Marks the high bits of the quotes, backslashes and control characters of a word. A borrow can
   * only mark bytes above a true mark, so the lowest mark is always true.
   *
   * <p>Flipping the bit that distinguishes a quote from a space moves the quote next to the control
   * characters, so one comparison finds both.
   *
   * @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord">Bit Twiddling
   *     Hacks</a>
   */
  static long special(long word) {
    long flipped = word ^ FLIPS;
    long backslash = word ^ BACKSLASHES;
    return (((flipped - ABOVE_SPACES) & ~word) | ((backslash - ONES) & ~backslash)) & HIGHS;
  }

  static boolean isSpecial(byte b) {
    return b == '"' || b == '\\' || (b >= 0 && b < ' ');
  }

  /**
   * Whether the bytes are well-formed UTF-8.
   *
   * @see <a href="https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf">The Unicode Standard,
   *     table 3-7</a>
   */
  static boolean isUtf8(byte[] bytes, int from, int end) {
    int at = from;
    while (true) {
      while (at <= end - 4 * Long.BYTES
          && ((word(bytes, at) | word(bytes, at + 8) | word(bytes, at + 16) | word(bytes, at + 24))
                  & HIGHS)
              == 0) {
        at += 4 * Long.BYTES;
      }
      while (at <= end - Long.BYTES && (word(bytes, at) & HIGHS) == 0) {
        at += Long.BYTES;
      }
      while (at < end && bytes[at] >= 0) {
        at++;
      }
      if (at >= end) {
        return true;
      }
      int length = sequenceLength(bytes, at, end);
      if (length == 0) {
        return false;
      }
      at += length;
    }
  }

  /** The length of the multi-byte sequence that starts here; 0 if it is invalid. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int left = end - at;
    if (lead < 0xC2) {
      return 0;
    }
    if (lead < 0xE0) {
      return left >= 2 && isTail(bytes[at + 1]) ? 2 : 0;
    }
    if (lead < 0xF0) {
      if (left < 3 || !isTail(bytes[at + 1]) || !isTail(bytes[at + 2])) {
        return 0;
      }
      int second = bytes[at + 1] & 0xFF;
      boolean overlong = lead == 0xE0 && second < 0xA0;
      boolean surrogate = lead == 0xED && second >= 0xA0;
      return overlong || surrogate ? 0 : 3;
    }
    if (lead > 0xF4
        || left < 4
        || !isTail(bytes[at + 1])
        || !isTail(bytes[at + 2])
        || !isTail(bytes[at + 3])) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    boolean overlong = lead == 0xF0 && second < 0x90;
    boolean beyond = lead == 0xF4 && second >= 0x90;
    return overlong || beyond ? 0 : 4;
  }

  private static boolean isTail(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
