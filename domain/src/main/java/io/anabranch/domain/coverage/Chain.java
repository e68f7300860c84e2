package io.anabranch.domain.coverage;

import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;

/** Segments of adjacent ranges, from the origin to the cut. A chain has no gaps and no overlaps. */
public record Chain(OffsetVector origin, Vector<Segment> segments) {

  public Chain {
    OffsetVector end = origin;
    for (Segment segment : segments) {
      if (!segment.from().equals(end)) {
        throw new IllegalArgumentException(
            "segment " + segment.name() + " starts at " + segment.from() + ", expected " + end);
      }
      end = segment.to();
    }
  }

  public static Chain startingAt(OffsetVector origin) {
    return new Chain(origin, Vector.empty());
  }

  /** The end of the chain, where batch ends and speed begins. */
  public OffsetVector cut() {
    return segments.lastOption().map(Segment::to).getOrElse(origin);
  }

  public Chain append(Segment segment) {
    return new Chain(origin, segments.append(segment));
  }

  /** The chain with its last segments replaced by a segment of the same range. */
  public Chain replacingLast(int count, Segment merged) {
    return new Chain(origin, segments.dropRight(count).append(merged));
  }

  /**
   * The number of segments at the end that should be merged into one; less than 2: none. A segment
   * joins while it is less than twice as large as all segments after it. This bounds the number of
   * segments, and the number of times a row is rewritten, by the logarithm of the number of rows.
   */
  public int mergeableTail() {
    long behind = 0;
    int count = 0;
    int worth = 0;
    for (Segment segment : segments.reverse()) {
      if (count > 0 && segment.rows() < 2 * behind) {
        worth = count + 1;
      } else if (count > worth) {
        break;
      }
      behind += segment.rows();
      count++;
    }
    return worth;
  }

  public boolean names(SegmentName name) {
    return segments.exists(segment -> segment.name().equals(name));
  }
}
