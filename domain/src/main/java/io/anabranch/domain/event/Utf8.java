package io.anabranch.domain.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text as the bytes in which it arrived: a slice of an array that is no longer written to. Names
 * stay bytes from the record to the key of the row, so the hot path creates no strings.
 *
 * <p>The bytes are UTF-8 in which a lone surrogate, which JSON escapes can express, takes three
 * bytes (WTF-8). Unsigned byte order is therefore code point order.
 */
public final class Utf8 implements Comparable<Utf8> {

  public static final Utf8 EMPTY = new Utf8(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int start;
  private final int length;

  private Utf8(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /** A slice of an array that is not written to from now on. */
  public static Utf8 slice(byte[] bytes, int start, int length) {
    return new Utf8(bytes, start, length);
  }

  public static Utf8 of(String text) {
    byte[] encoded = encode(text);
    return new Utf8(encoded, 0, encoded.length);
  }

  private static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeWithSurrogates(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] encodeWithSurrogates(String text) {
    byte[] out = new byte[text.length() * 3];
    int end = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint < 0x80) {
        out[end++] = (byte) codePoint;
      } else if (codePoint < 0x800) {
        out[end++] = (byte) (0xC0 | (codePoint >> 6));
        out[end++] = (byte) (0x80 | (codePoint & 0x3F));
      } else if (codePoint < 0x10000) {
        out[end++] = (byte) (0xE0 | (codePoint >> 12));
        out[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        out[end++] = (byte) (0x80 | (codePoint & 0x3F));
      } else {
        out[end++] = (byte) (0xF0 | (codePoint >> 18));
        out[end++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        out[end++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        out[end++] = (byte) (0x80 | (codePoint & 0x3F));
      }
    }
    return Arrays.copyOf(out, end);
  }

  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public byte byteAt(int index) {
    return bytes[start + index];
  }

  /** Copies the bytes into an array at an index. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, start, target, at, length);
  }

  public byte[] toBytes() {
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  /** The same text in an array of its own, so that it does not retain the record. */
  public Utf8 detached() {
    return start == 0 && length == bytes.length ? this : new Utf8(toBytes(), 0, length);
  }

  @Override
  public int compareTo(Utf8 other) {
    return Arrays.compareUnsigned(
        bytes, start, start + length, other.bytes, other.start, other.start + other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Utf8 that
        && Arrays.equals(
            bytes, start, start + length, that.bytes, that.start, that.start + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < start + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    for (int i = start; i < start + length - 1; i++) {
      // The three bytes of a surrogate are ED A0..BF xx, which well-formed UTF-8 never contains.
      if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xE0) == 0xA0) {
        return decodeWithSurrogates();
      }
    }
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  private String decodeWithSurrogates() {
    StringBuilder text = new StringBuilder(length);
    int from = start;
    int end = start + length;
    for (int i = start; i < end; i++) {
      if (bytes[i] == (byte) 0xED && i + 2 < end && (bytes[i + 1] & 0xE0) == 0xA0) {
        text.append(new String(bytes, from, i - from, StandardCharsets.UTF_8));
        text.append((char) (0xD000 | ((bytes[i + 1] & 0x3F) << 6) | (bytes[i + 2] & 0x3F)));
        from = i + 3;
        i += 2;
      }
    }
    return text.append(new String(bytes, from, end - from, StandardCharsets.UTF_8)).toString();
  }
}
