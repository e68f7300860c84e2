package io.anabranch.domain.coverage;

import io.anabranch.domain.log.OffsetVector;

/**
 * An immutable fold of {@code [from, to)} of all partitions, in a batch store under its name.
 *
 * @param rows the number of rows of all views, which is the cost of reading or merging it
 */
public record Segment(SegmentName name, OffsetVector from, OffsetVector to, long rows) {

  public Segment {
    if (!to.covers(from) || rows < 0) {
      throw new IllegalArgumentException(
          "segment " + name + " of " + rows + " rows from " + from + " to " + to);
    }
  }
}
