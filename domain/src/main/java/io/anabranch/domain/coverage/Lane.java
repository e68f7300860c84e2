package io.anabranch.domain.coverage;

import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;

/**
 * The channel of one definition: what its batch layer has published.
 *
 * @param epoch grows by one with each publication; 0 before the first
 * @param chain the segments of this epoch
 * @param previous the segments of the epoch before, which stays readable
 * @param floor the oldest epoch that may still be read
 * @param cleaned below it, no speed row is left but leaks
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
   * The cut of the oldest epoch that may still be read, if the lane remembers it: below it nobody
   * needs a speed row. Before the first cleaning of a publication it is not known, and the origin
   * is always right.
   */
  public OffsetVector readableCut() {
    if (floor == epoch) {
      return chain.cut();
    }
    return floor == epoch - 1 ? previous.cut() : cleaned;
  }

  /**
   * Whether an epoch that may still be read, or a publication under way, may name a segment. What
   * epochs before the previous one name is not remembered: while one may be read, all may be named.
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
