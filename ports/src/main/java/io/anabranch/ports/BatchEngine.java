package io.anabranch.ports;

import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;
import java.util.List;

/**
 * Folds ranges of the master dataset into segments. All engines write the same bytes for the same
 * range of the same definition.
 *
 * <p>Idempotence: each call writes under a name that was never used.
 *
 * <p>Effects: the returned segment is the only one that a call leaves in the store; intermediate
 * segments are deleted.
 *
 * <p>Errors: {@code Corrupt} if the master dataset has no records for a position of the range, a
 * gap. After any failure no coverage names the segment, and the caller deletes it.
 */
public interface BatchEngine {

  /**
   * Folds {@code [from, to)} of all partitions into a new segment. Before that, it writes the
   * rejected events of the range to {@link RejectedEvents}.
   *
   * @param origin where counting starts: events before it are not looked at for duplicates
   */
  Segment fold(
      Definition definition,
      OffsetVector origin,
      SegmentName name,
      OffsetVector from,
      OffsetVector to)
      throws StoreFailure;

  /** Merges segments of adjacent ranges, given in order, into a new one. They are not changed. */
  Segment merge(Definition definition, SegmentName name, List<Segment> segments)
      throws StoreFailure;
}
