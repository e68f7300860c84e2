package io.anabranch.adapters.wire;

import io.anabranch.domain.aggregate.StateWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes the content of a state as bytes, equal content as equal bytes.
 *
 * <p>The first byte is {@link #VERSION}. The values follow: an integer as a zig-zag varint of one
 * to ten bytes, low groups first; fixed bits and doubles as eight bytes, big-endian; byte arrays
 * preceded by their length, an unsigned varint. The types are not marked: the reader must know what
 * was written.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Varints and zig-zag</a>
 */
public final class BinaryStateWriter implements StateWriter {

  public static final byte VERSION = 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int LONGEST_VARINT = 10;

  private byte[] bytes;
  private int size;

  public BinaryStateWriter() {
    bytes = new byte[64];
    clear();
  }

  /** Starts another state. The writer reuses its memory. */
  public void clear() {
    bytes[0] = VERSION;
    size = 1;
  }

  @Override
  public void writeLong(long value) {
    writeUnsigned((value << 1) ^ (value >> (Long.SIZE - 1)));
  }

  @Override
  public void writeFixed(long bits) {
    reserve(Long.BYTES);
    LONG.set(bytes, size, bits);
    size += Long.BYTES;
  }

  @Override
  public void writeDouble(double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (!Double.isFinite(value) || bits == Long.MIN_VALUE) {
      throw new IllegalArgumentException("a state cannot hold " + value);
    }
    writeFixed(bits);
  }

  @Override
  public void writeBytes(byte[] content) {
    writeUnsigned(content.length);
    reserve(content.length);
    System.arraycopy(content, 0, bytes, size, content.length);
    size += content.length;
  }

  private void writeUnsigned(long value) {
    reserve(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
  }

  /** The bytes written since the start, in a new array. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
