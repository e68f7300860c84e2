package io.anabranch.domain.aggregate;

/**
 * Returns the values that a {@link StateWriter} took, in the same order. Content that is truncated
 * or invalid is a {@link MalformedStateException}.
 */
public interface StateReader {

  long readLong();

  long readFixed();

  double readDouble();

  byte[] readBytes();
}
