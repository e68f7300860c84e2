package io.anabranch.domain.definition;

/** The number of an adoption. It is never reused, even for identical code. */
public record DefinitionNumber(long value) implements Comparable<DefinitionNumber> {

  public DefinitionNumber {
    if (value < 1) {
      throw new IllegalArgumentException("definition number " + value);
    }
  }

  @Override
  public int compareTo(DefinitionNumber other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "d" + value;
  }
}
