package io.anabranch.ports;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.SortedSet;

/**
 * Segments: immutable folds, each under a name of its own.
 *
 * <p>Ordering: rows are written view by view, the views in any order, the rows of a view by key.
 * The rows of a view are read by key.
 *
 * <p>Idempotence: a segment is written once. It is readable only when it is complete.
 *
 * <p>Errors: after {@code OutcomeUnknown} of a write, delete the segment and write another name.
 * Reading a segment that does not exist is {@code Corrupt}, never empty.
 *
 * <p>Source: written by the batch engine, or by the publisher when it folds closed speed slices.
 */
public interface BatchViews {

  /**
   * Writes a complete segment and closes the cursor.
   *
   * @return the number of rows
   * @throws IllegalArgumentException if the rows of a view are out of order, repeat a key or are
   *     not contiguous, or the segment already exists
   */
  long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure;

  /** The rows of a view that match a selection, by key. */
  Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure;

  /** Deletes a segment, if it exists. */
  void delete(SegmentName segment) throws StoreFailure;

  /** The segments of a definition that exist, complete or not. */
  SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure;
}
