package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;

/**
 * The lane of a definition: what its batch layer has published.
 *
 * @param epoch grows by one with each publication; 0 before the first
 * @param chain the segments of this epoch
 * @param previous the segments of the previous epoch, which stays readable
 * @param floor the oldest readable epoch
 * @param cleaned the offsets below which speed rows were deleted, except for leaks
 */
public record Lane(
    Definition definition,
    long epoch,
    Chain chain,
    Chain previous,
    long floor,
    OffsetVector cleaned) {

  public Lane {
    if (floor < 0 || floor > epoch || !chain.cut().covers(previous.cut())) {
      throw new IllegalArgumentException(
          "lane " + definition.number() + " at epoch " + epoch + " with floor " + floor);
    }
  }

  static Lane opening(Definition definition, OffsetVector origin) {
    Chain chain = Chain.startingAt(origin);
    return new Lane(definition, 0, chain, chain, 0, origin);
  }

  public OffsetVector cut() {
    return chain.cut();
  }

  Lane publishing(Chain next) {
    return new Lane(definition, epoch + 1, next, chain, floor, cleaned);
  }

  /**
   * The cut of the oldest readable epoch: no reader needs speed rows below it. If the lane no
   * longer knows it, before the first cleaning of a publication, it is the origin, which is always
   * safe.
   */
  public OffsetVector readableCut() {
    if (floor == epoch) {
      return chain.cut();
    }
    return floor == epoch - 1 ? previous.cut() : cleaned;
  }

  /**
   * Whether a readable epoch, or a publication in progress, may name a segment. Segments of epochs
   * before the previous one are not known: while such an epoch is readable, it may name any
   * segment.
   */
  public boolean mayName(SegmentName segment) {
    return segment.baseEpoch() >= epoch
        || chain.names(segment)
        || previous.names(segment)
        || floor < epoch - 1;
  }

  Lane raisingFloor() {
    return new Lane(definition, epoch, chain, previous, Math.max(floor, epoch - 1), cleaned);
  }

  Lane cleanedUpTo(OffsetVector offsets) {
    return new Lane(definition, epoch, chain, previous, floor, cleaned.max(offsets));
  }
}
