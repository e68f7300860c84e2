package io.anabranch.domain.log;

import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Records of one partition in offset order, in one block of bytes without an object per record. It
 * covers all positions of {@code [from, next)}: an offset in that range without a record is a hole.
 * Immutable: the bytes are shared and must not be written.
 */
public final class RecordBatch {

  private final Partition partition;
  private final long from;
  private final long next;
  private final int size;
  private final long[] offsets;
  private final long[] timestamps;
  private final byte[] bytes;
  private final int[] bounds; // key start, value start, end; flags distinguish null from empty
  private final byte[] absent;

  private static final int FIRST_RECORDS = 16;
  private static final int FIRST_BYTES = 1024;
  private static final byte[] NO_BYTES = {};
  private static final byte NO_KEY = 1;
  private static final byte NO_VALUE = 2;

  private RecordBatch(Builder built, long next) {
    this.partition = built.partition;
    this.from = built.from;
    this.next = next;
    this.size = built.size;
    this.offsets = built.offsets;
    this.timestamps = built.timestamps;
    this.bytes = built.bytes;
    this.bounds = built.bounds;
    this.absent = built.absent;
  }

  /** No records in {@code [from, next)}. */
  public static RecordBatch empty(Partition partition, long from, long next) {
    return new Builder(partition, from, 0, NO_BYTES).build(next);
  }

  public static Builder builder(Partition partition, long from) {
    return new Builder(partition, from, FIRST_RECORDS, new byte[FIRST_BYTES]);
  }

  /**
   * A builder with initial capacity, so that records of known size are copied once.
   *
   * @param bytes the size of all keys and values together
   */
  public static Builder builder(Partition partition, long from, int records, int bytes) {
    return new Builder(partition, from, Math.max(1, records), new byte[Math.max(1, bytes)]);
  }

  public Partition partition() {
    return partition;
  }

  public long from() {
    return from;
  }

  /** The position after this batch. */
  public long next() {
    return next;
  }

  public OffsetRange range() {
    return new OffsetRange(from, next);
  }

  /** The number of records. */
  public int size() {
    return size;
  }

  public long offset(int index) {
    return offsets[index];
  }

  /** Milliseconds since 1970. Used only for directory names and staleness. */
  public long timestamp(int index) {
    return timestamps[index];
  }

  /** The block of bytes to which {@link #valueStart} and {@link #valueLength} refer. */
  public byte[] bytes() {
    return bytes;
  }

  public boolean hasValue(int index) {
    return (absent[index] & NO_VALUE) == 0;
  }

  public int valueStart(int index) {
    return bounds[2 * index + 1];
  }

  public int valueLength(int index) {
    return bounds[2 * index + 2] - bounds[2 * index + 1];
  }

  /** A copy of the key; none if it is null. */
  public Option<byte[]> key(int index) {
    return (absent[index] & NO_KEY) != 0
        ? Option.none()
        : Option.some(Arrays.copyOfRange(bytes, bounds[2 * index], bounds[2 * index + 1]));
  }

  /** A copy of the value; none if it is null. */
  public Option<byte[]> value(int index) {
    return hasValue(index)
        ? Option.some(Arrays.copyOfRange(bytes, bounds[2 * index + 1], bounds[2 * index + 2]))
        : Option.none();
  }

  /** The index of the first record at or after an offset; {@link #size()} if there is none. */
  public int indexOf(long offset) {
    int found = Arrays.binarySearch(offsets, 0, size, offset);
    return found >= 0 ? found : -found - 1;
  }

  /** The part of this batch in {@code [from, to)}, sharing its bytes. */
  public RecordBatch within(long newFrom, long newNext) {
    if (newFrom < from || newNext > next || newNext < newFrom) {
      throw new IllegalArgumentException(
          "[" + newFrom + ", " + newNext + ") of a batch " + range() + " of " + partition);
    }
    if (newFrom == from && newNext == next) {
      return this;
    }
    int first = indexOf(newFrom);
    int last = indexOf(newNext);
    Builder part = new Builder(partition, newFrom, 0, bytes);
    part.size = last - first;
    part.offsets = Arrays.copyOfRange(offsets, first, last);
    part.timestamps = Arrays.copyOfRange(timestamps, first, last);
    part.bounds = Arrays.copyOfRange(bounds, 2 * first, 2 * last + 1);
    part.absent = Arrays.copyOfRange(absent, first, last);
    return new RecordBatch(part, newNext);
  }

  /** A copy in arrays of exactly its size, for batches that are kept long. */
  public RecordBatch compact() {
    int start = bounds[0];
    int end = bounds[2 * size];
    Builder own = new Builder(partition, from, 0, Arrays.copyOfRange(bytes, start, end));
    own.size = size;
    own.offsets = Arrays.copyOf(offsets, size);
    own.timestamps = Arrays.copyOf(timestamps, size);
    own.absent = Arrays.copyOf(absent, size);
    own.bounds = new int[2 * size + 1];
    for (int i = 0; i < own.bounds.length; i++) {
      own.bounds[i] = bounds[i] - start;
    }
    return new RecordBatch(own, next);
  }

  /** Collects records in offset order. */
  public static final class Builder {
    private final Partition partition;
    private final long from;
    private int size;
    private int end;
    private long[] offsets;
    private long[] timestamps;
    private byte[] bytes;
    private int[] bounds;
    private byte[] absent;

    private Builder(Partition partition, long from, int records, byte[] bytes) {
      this.partition = partition;
      this.from = from;
      this.offsets = new long[records];
      this.timestamps = new long[records];
      this.bytes = bytes;
      this.bounds = new int[2 * records + 1];
      this.absent = new byte[records];
    }

    public int size() {
      return size;
    }

    /** The size of keys and values so far. */
    public int byteSize() {
      return end;
    }

    public Builder add(long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {
      byte[] none = new byte[0];
      byte[] keyBytes = key.getOrElse(none);
      byte[] valueBytes = value.getOrElse(none);
      return add(
          offset,
          timestamp,
          keyBytes,
          0,
          keyBytes.length,
          valueBytes,
          0,
          valueBytes.length,
          flags(key, value));
    }

    /**
     * Adds a record whose key and value are the remaining bytes of buffers, which do not change.
     */
    public Builder addRemaining(
        long offset, long timestamp, Option<ByteBuffer> key, Option<ByteBuffer> value) {
      int keyLength = key.isEmpty() ? 0 : key.get().remaining();
      int valueLength = value.isEmpty() ? 0 : value.get().remaining();
      makeRoom(offset, keyLength, valueLength);
      if (keyLength > 0) {
        key.get().get(key.get().position(), bytes, end, keyLength);
      }
      if (valueLength > 0) {
        value.get().get(value.get().position(), bytes, end + keyLength, valueLength);
      }
      return close(offset, timestamp, keyLength, valueLength, flags(key, value));
    }

    private static byte flags(Option<?> key, Option<?> value) {
      return (byte) ((key.isEmpty() ? NO_KEY : 0) | (value.isEmpty() ? NO_VALUE : 0));
    }

    /** Adds a record of another batch. */
    public Builder add(RecordBatch batch, int index) {
      int key = batch.bounds[2 * index];
      int value = batch.bounds[2 * index + 1];
      return add(
          batch.offsets[index],
          batch.timestamps[index],
          batch.bytes,
          key,
          value - key,
          batch.bytes,
          value,
          batch.valueLength(index),
          batch.absent[index]);
    }

    private Builder add(
        long offset,
        long timestamp,
        byte[] key,
        int keyStart,
        int keyLength,
        byte[] value,
        int valueStart,
        int valueLength,
        byte flags) {
      makeRoom(offset, keyLength, valueLength);
      System.arraycopy(key, keyStart, bytes, end, keyLength);
      System.arraycopy(value, valueStart, bytes, end + keyLength, valueLength);
      return close(offset, timestamp, keyLength, valueLength, flags);
    }

    private void makeRoom(long offset, int keyLength, int valueLength) {
      if (offset < from || (size > 0 && offset <= offsets[size - 1])) {
        throw new IllegalArgumentException(
            "offset " + offset + " of " + partition + " does not come after the ones before it");
      }
      if (size == offsets.length) {
        int larger = size * 2;
        offsets = Arrays.copyOf(offsets, larger);
        timestamps = Arrays.copyOf(timestamps, larger);
        bounds = Arrays.copyOf(bounds, 2 * larger + 1);
        absent = Arrays.copyOf(absent, larger);
      }
      int needed = Math.addExact(end, Math.addExact(keyLength, valueLength));
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
      }
    }

    private Builder close(long offset, long timestamp, int keyLength, int valueLength, byte flags) {
      offsets[size] = offset;
      timestamps[size] = timestamp;
      absent[size] = flags;
      bounds[2 * size] = end;
      bounds[2 * size + 1] = end + keyLength;
      end += keyLength + valueLength;
      bounds[2 * size + 2] = end;
      size++;
      return this;
    }

    /**
     * Builds a batch of the records so far; {@code next} is the position after it, at least one
     * after the last offset. Records that are added later are not in batches built before.
     */
    public RecordBatch build(long next) {
      if (next < from || (size > 0 && next <= offsets[size - 1])) {
        throw new IllegalArgumentException(
            "a batch of " + partition + " cannot end before its last record");
      }
      return new RecordBatch(this, next);
    }
  }
}
