package io.anabranch.ports;

import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;
import java.util.List;

/**
 * What folds ranges of the master dataset into segments. All engines write the same bytes for the
 * same range of the same definition.
 *
 * <p>Idempotence: each call writes under a name that nobody used.
 *
 * <p>Errors: {@code Corrupt} where the master dataset has no records for a position of the range: a
 * gap. Whatever fails, nothing names the segment and the caller deletes it.
 */
public interface BatchEngine {

  /**
   * Folds {@code [from, to)} of all partitions into a new segment, and writes the events that it
   * rejects to {@link RejectedEvents} before.
   *
   * @param origin where counting starts: no duplicate is looked for before it
   */
  Segment fold(
      Definition definition,
      OffsetVector origin,
      SegmentName name,
      OffsetVector from,
      OffsetVector to)
      throws StoreFailure;

  /** Merges segments of adjacent ranges, in their order, into a new one; they stay as they are. */
  Segment merge(Definition definition, SegmentName name, List<Segment> segments)
      throws StoreFailure;
}
