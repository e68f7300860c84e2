package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.DefinitionNumber;

/**
 * The name of a segment: the lane it was made for, the epoch it was made from, and a nonce, so that
 * no two processes write under one name.
 *
 * <p>A segment can enter a chain only while the lane's epoch is {@code baseEpoch}. A segment with
 * an older base epoch that no readable chain names can therefore never be named again, and may be
 * deleted at once.
 */
public record SegmentName(DefinitionNumber definition, long baseEpoch, String nonce)
    implements Comparable<SegmentName> {

  public SegmentName {
    if (baseEpoch < 0 || !nonce.matches("[0-9a-z]+")) {
      throw new IllegalArgumentException("segment of epoch " + baseEpoch + " named " + nonce);
    }
  }

  @Override
  public int compareTo(SegmentName other) {
    int order = definition.compareTo(other.definition);
    order = order != 0 ? order : Long.compare(baseEpoch, other.baseEpoch);
    return order != 0 ? order : nonce.compareTo(other.nonce);
  }

  @Override
  public String toString() {
    return definition + "-e" + baseEpoch + "-" + nonce;
  }
}
