package io.anabranch.adapters.cassandra;

import java.nio.ByteBuffer;

/** Compares blobs as unsigned bytes, as Cassandra orders them. */
final class Unsigned {

  private Unsigned() {}

  static int compare(ByteBuffer one, ByteBuffer other) {
    int mismatch = one.mismatch(other);
    if (mismatch < 0) {
      return 0;
    }
    if (mismatch == one.remaining() || mismatch == other.remaining()) {
      return Integer.compare(one.remaining(), other.remaining());
    }
    return Byte.compareUnsigned(
        one.get(one.position() + mismatch), other.get(other.position() + mismatch));
  }
}
