package io.anabranch.domain.aggregate;

/**
 * Takes the canonical content of a state, value by value. The codec decides how values become
 * bytes; the monoid ensures that equal states write equal values.
 */
public interface StateWriter {

  /** A 64-bit integer, encoded compactly near 0. */
  void writeLong(long value);

  /** 64 bits that are uniformly distributed: hashes, chunks. */
  void writeFixed(long bits);

  /** A finite double other than −0. */
  void writeDouble(double value);

  void writeBytes(byte[] bytes);
}
