package io.anabranch.domain.coverage;

import io.anabranch.domain.log.OffsetVector;
import io.vavr.collection.Vector;

/**
 * Segments of adjacent ranges, from the origin to the cut. A chain with a gap or an overlap cannot
 * be made.
 */
public record Chain(OffsetVector origin, Vector<Segment> segments) {

  public Chain {
    OffsetVector end = origin;
    for (Segment segment : segments) {
      if (!segment.from().equals(end)) {
        throw new IllegalArgumentException(
            "segment " + segment.name() + " starts at " + segment.from() + ", not at " + end);
      }
      end = segment.to();
    }
  }

  public static Chain startingAt(OffsetVector origin) {
    return new Chain(origin, Vector.empty());
  }

  /** The end of the chain: batch answers stop and speed answers start here. */
  public OffsetVector cut() {
    return segments.lastOption().map(Segment::to).getOrElse(origin);
  }

  public Chain append(Segment segment) {
    return new Chain(origin, segments.append(segment));
  }

  /** The chain with its last segments replaced by one of the same range. */
  public Chain replacingLast(int count, Segment merged) {
    return new Chain(origin, segments.dropRight(count).append(merged));
  }

  /**
   * How many segments at the end are worth merging into one: while the one before is less than
   * twice as large as all behind it. A chain so kept has a number of segments that grows with the
   * logarithm of its rows, and each row is rewritten as many times. Less than 2: none.
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
