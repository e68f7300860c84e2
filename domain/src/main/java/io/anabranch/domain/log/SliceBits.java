package io.anabranch.domain.log;

/**
 * The size of slices: the records of one partition with the same {@code offset >> bits} are a
 * slice. Every layer, replay and outdated owner computes the same slices independently.
 */
public record SliceBits(int bits) {

  public static final int MAX = 40;

  public SliceBits {
    if (bits < 0 || bits > MAX) {
      throw new IllegalArgumentException("slice bits " + bits + ", not 0 to " + MAX);
    }
  }

  /** The number of the slice that contains an offset. */
  public long sliceOf(long offset) {
    return offset >> bits;
  }

  /** The first offset of a slice. */
  public long startOf(long slice) {
    return slice << bits;
  }

  /** The first offset of the slice that contains an offset. */
  public long floor(long offset) {
    return offset >> bits << bits;
  }

  /** The offset after a slice. */
  public long endOf(long slice) {
    return (slice + 1) << bits;
  }

  /** The offset after the slice that contains an offset. */
  public long endAfter(long offset) {
    return endOf(sliceOf(offset));
  }
}
