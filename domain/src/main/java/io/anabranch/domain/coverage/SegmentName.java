package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.DefinitionNumber;

/**
 * The name of a segment: the lane it was made for, the epoch it was made from, and a word of its
 * maker's own, so that no two makers write under one name.
 *
 * <p>A segment enters a chain only if the lane's epoch is still {@code baseEpoch}. One whose base
 * epoch is past and which no readable chain names will therefore never be named: it may be deleted
 * at once, without waiting for anybody.
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
