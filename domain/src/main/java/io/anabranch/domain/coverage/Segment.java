package io.anabranch.domain.coverage;

import io.anabranch.domain.log.OffsetVector;

/**
 * One immutable fold of {@code [from, to)} of all partitions, in a batch store under its name.
 *
 * @param rows how many rows it has, of all views: what reading or merging it costs
 */
public record Segment(SegmentName name, OffsetVector from, OffsetVector to, long rows) {

  public Segment {
    if (!to.covers(from) || rows < 0) {
      throw new IllegalArgumentException(
          "segment " + name + " of " + rows + " rows from " + from + " to " + to);
    }
  }
}
