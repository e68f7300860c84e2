package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;

/** Reads values of a state's content that must be in shape. */
final class Content {

  private Content() {}

  /** How many of something: from 0 to a limit. */
  static long count(StateReader in, long limit) {
    long count = in.readLong();
    if (count < 0 || count > limit) {
      throw new MalformedStateException("a count of " + count + ", not from 0 to " + limit);
    }
    return count;
  }

  /** A finite number, never −0. */
  static double finite(StateReader in) {
    double value = in.readDouble();
    if (!Double.isFinite(value) || Double.doubleToRawLongBits(value) == Long.MIN_VALUE) {
      throw new MalformedStateException("not a finite number, or −0: " + value);
    }
    return value;
  }

  /** A text, which has the bytes to itself. */
  static Utf8 text(StateReader in) {
    byte[] bytes = in.readBytes();
    return Utf8.slice(bytes, 0, bytes.length);
  }
}
