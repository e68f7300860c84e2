package io.anabranch.domain.aggregate;

import io.anabranch.domain.event.Utf8;

/** Reads values from the content of a state and checks that they are valid. */
final class Content {

  private Content() {}

  /** A count from 0 to a limit. */
  static long count(StateReader in, long limit) {
    long count = in.readLong();
    if (count < 0 || count > limit) {
      throw new MalformedStateException("count " + count + " is not between 0 and " + limit);
    }
    return count;
  }

  /** A finite number other than −0. */
  static double finite(StateReader in) {
    double value = in.readDouble();
    if (!Double.isFinite(value) || Double.doubleToRawLongBits(value) == Long.MIN_VALUE) {
      throw new MalformedStateException("not a finite number, or −0: " + value);
    }
    return value;
  }

  /** A text in an array of its own. */
  static Utf8 text(StateReader in) {
    byte[] bytes = in.readBytes();
    return Utf8.slice(bytes, 0, bytes.length);
  }
}
