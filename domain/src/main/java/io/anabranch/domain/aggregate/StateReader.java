package io.anabranch.domain.aggregate;

/**
 * Gives back what a {@link StateWriter} took, in the same order. Content that ends early or is out
 * of shape is told by {@link MalformedStateException}.
 */
public interface StateReader {

  long readLong();

  long readFixed();

  double readDouble();

  byte[] readBytes();
}
