package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The key of a row of a view: the values of its dimensions and the start of its bucket. It is held
 * as bytes: each value preceded by its length (a base-128 varint), then the start as 8 bytes,
 * big-endian. Rows are ordered by these bytes, unsigned, so rows with the same leading value are
 * adjacent.
 */
public final class RowKey implements Comparable<RowKey> {

  static final int BUCKET_BYTES = 8;

  private final byte[] bytes;

  private RowKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public static RowKey of(List<Utf8> dimensions, long bucketStart) {
    KeyBuffer buffer = new KeyBuffer();
    buffer.clear();
    dimensions.forEach(buffer::append);
    buffer.appendBucket(bucketStart);
    return buffer.toRowKey();
  }

  /**
   * Decodes a key.
   *
   * @throws IllegalArgumentException if the bytes are not a key
   */
  public static RowKey ofBytes(byte[] bytes) {
    RowKey key = new RowKey(bytes.clone());
    key.dimensions();
    return key;
  }

  /** A key that a {@link KeyBuffer} encoded between two indices. It is not checked again. */
  public static RowKey copyOf(byte[] bytes, int from, int to) {
    return new RowKey(Arrays.copyOfRange(bytes, from, to));
  }

  /** The values of the dimensions, in the order of the view. */
  public List<Utf8> dimensions() {
    List<Utf8> values = new ArrayList<>(4);
    int at = 0;
    int end = bytes.length - BUCKET_BYTES;
    while (at < end) {
      int length = 0;
      int shift = 0;
      byte next;
      do {
        if (at == end || shift > 28) {
          throw new IllegalArgumentException("not a row key: invalid length at byte " + at);
        }
        next = bytes[at++];
        length |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      boolean isOverlong = next == 0 && shift > 7;
      if (isOverlong || length < 0 || length > end - at) {
        throw new IllegalArgumentException("not a row key: invalid value at byte " + at);
      }
      values.add(Utf8.slice(bytes, at, length));
      at += length;
    }
    if (at != end) {
      throw new IllegalArgumentException("not a row key: it has " + bytes.length + " bytes");
    }
    return values;
  }

  /** The first second of the bucket, since 1970; 0 in a view without buckets. */
  public long bucketStart() {
    return ByteBuffer.wrap(bytes).getLong(bytes.length - BUCKET_BYTES);
  }

  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(RowKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return dimensions() + "@" + bucketStart();
  }
}
