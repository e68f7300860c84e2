package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Scratch space in which the fold encodes the key of an event's row. */
public final class KeyBuffer {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[128];
  private int length;

  public void clear() {
    length = 0;
  }

  public void append(Utf8 value) {
    int size = value.length();
    ensure(size + 5);
    int rest = size;
    while (rest > 0x7F) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    value.copyTo(bytes, length);
    length += size;
  }

  public void appendBucket(long start) {
    ensure(RowKey.BUCKET_BYTES);
    LONGS.set(bytes, length, start);
    length += RowKey.BUCKET_BYTES;
  }

  /** The array whose first {@link #length} bytes are the key. An append may replace it. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public RowKey toRowKey() {
    return RowKey.copyOf(bytes, 0, length);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
