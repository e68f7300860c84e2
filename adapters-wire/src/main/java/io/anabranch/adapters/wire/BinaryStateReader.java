package io.anabranch.adapters.wire;

import io.anabranch.domain.aggregate.MalformedStateException;
import io.anabranch.domain.aggregate.StateReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what a {@link BinaryStateWriter} wrote. Bytes that it cannot have written are a {@link
 * MalformedStateException} that names the position: another version, truncation, an integer longer
 * than necessary, an invalid double, trailing bytes.
 */
public final class BinaryStateReader implements StateReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;

  public BinaryStateReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads a part of an array. Positions in messages are relative to the start of the part. */
  public BinaryStateReader(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.start = start;
    this.end = start + length;
    this.at = start;
    require(1, "version");
    if (bytes[start] != BinaryStateWriter.VERSION) {
      throw malformed(
          start, "unsupported version " + bytes[start] + ", expected " + BinaryStateWriter.VERSION);
    }
    at++;
  }

  @Override
  public long readLong() {
    long value = readUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  @Override
  public long readFixed() {
    require(Long.BYTES, "eight bytes");
    long bits = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return bits;
  }

  @Override
  public double readDouble() {
    int from = at;
    long bits = readFixed();
    double value = Double.longBitsToDouble(bits);
    if (!Double.isFinite(value) || bits == Long.MIN_VALUE) {
      throw malformed(from, "invalid double " + value);
    }
    return value;
  }

  @Override
  public byte[] readBytes() {
    int from = at;
    long length = readUnsigned();
    if (length < 0 || length > end - at) {
      throw malformed(from, "invalid length of " + Long.toUnsignedString(length) + " bytes");
    }
    byte[] content = Arrays.copyOfRange(bytes, at, at + (int) length);
    at += (int) length;
    return content;
  }

  /** Checks that there are no bytes after the last value. */
  public void finish() {
    if (at != end) {
      throw malformed(at, (end - at) + " trailing bytes");
    }
  }

  private long readUnsigned() {
    int from = at;
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(1, "integer");
      byte group = bytes[at++];
      value |= (group & 0x7FL) << shift;
      if (group >= 0) {
        boolean isLonger = group == 0 && shift > 0;
        boolean overflows = shift == 63 && group > 1;
        if (isLonger || overflows) {
          throw malformed(from, "integer is not in canonical form");
        }
        return value;
      }
    }
    throw malformed(from, "integer has more than 64 bits");
  }

  private void require(int length, String what) {
    if (end - at < length) {
      throw malformed(at, "truncated, expected " + what);
    }
  }

  private MalformedStateException malformed(int position, String found) {
    return new MalformedStateException("at byte " + (position - start) + ": " + found);
  }
}
