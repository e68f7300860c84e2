package io.anabranch.domain.aggregate;

/**
 * Takes the canonical content of a state, value after value. How the values become bytes is the
 * codec's business; that equal states write equal values is the monoid's.
 */
public interface StateWriter {

  /** A 64-bit integer, cheap when near 0. */
  void writeLong(long value);

  /** 64 bits that are as likely one as another: hashes, chunks. */
  void writeFixed(long bits);

  /** A finite double; never −0. */
  void writeDouble(double value);

  void writeBytes(byte[] bytes);
}
