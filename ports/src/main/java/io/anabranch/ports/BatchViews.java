package io.anabranch.ports;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.SortedSet;

/**
 * Segments: immutable folds, each under a name of its own.
 *
 * <p>Ordering: rows are written view after view, in any order of views, each view's by key; the
 * rows of a view are read by key.
 *
 * <p>Idempotence: a segment is written once. It is readable only when it is whole.
 *
 * <p>Errors: after {@code OutcomeUnknown} of a write, delete the name and write under another.
 * Reading a segment that is absent is {@code Corrupt}, never empty.
 *
 * <p>Source: written by the batch engine, or by the publisher when it folds closed speed slices.
 */
public interface BatchViews {

  /**
   * Writes a whole segment and closes the cursor.
   *
   * @return how many rows
   * @throws IllegalArgumentException if rows of a view are out of order or repeat a key, a view
   *     comes again after another, or the name is taken
   */
  long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure;

  /** The rows of a view that a selection asks for, by key. */
  Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure;

  /** Deletes a segment; one that is absent is left so. */
  void delete(SegmentName segment) throws StoreFailure;

  /** The segments of a definition that are here, whole or not. */
  SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure;
}
