package io.anabranch.domain.log;

/**
 * How offsets fall into slices: the records of one partition with the same {@code offset >> bits}
 * are one slice. Every layer, replay and zombie computes the same slices alone.
 */
public record SliceBits(int bits) {

  public static final int MAX = 40;

  public SliceBits {
    if (bits < 0 || bits > MAX) {
      throw new IllegalArgumentException("slice bits " + bits + ", not 0 to " + MAX);
    }
  }

  /** The number of the slice that holds an offset. */
  public long sliceOf(long offset) {
    return offset >> bits;
  }

  /** The first offset of a slice. */
  public long startOf(long slice) {
    return slice << bits;
  }

  /** The first offset of the slice that holds an offset. */
  public long floor(long offset) {
    return offset >> bits << bits;
  }

  /** The offset after a slice. */
  public long endOf(long slice) {
    return (slice + 1) << bits;
  }

  /** The offset after the slice that holds an offset. */
  public long endAfter(long offset) {
    return endOf(sliceOf(offset));
  }
}
