package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import java.util.Collection;
import java.util.List;

/**
 * Speed rows: absolute folds of one slice, at most one for each (definition, view, key, partition,
 * slice).
 *
 * <p>Ordering: a row never replaces one with a later version. Rows are read in no order.
 *
 * <p>Idempotence: writing the same row twice equals once; rows may arrive in any order, from any
 * number of writers.
 *
 * <p>Errors: {@code Unavailable} and {@code OutcomeUnknown} may be retried, because of the two
 * lines above. What was written without an error is read by everybody from then on.
 *
 * <p>Source: written by the speed layer.
 */
public interface SpeedViews {

  /** Writes rows, each unless a later version of it stands. */
  void write(List<SpeedRow> rows) throws StoreFailure;

  /**
   * The rows of a view that a selection asks for, of all partitions and slices. It shows each row
   * that was written before the call and not deleted, and may or may not show those written during
   * it.
   */
  Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure;

  /**
   * Deletes the rows of these keys in the slices of a partition below one. Nobody needs a row of
   * these slices any more, so rows of other keys in them may go as well, where that is cheaper.
   * Rows of those slices that arrive later, from a writer that is behind, may come back; rows of
   * other slices and partitions stay, and later writes to them are not affected.
   *
   * @param belowSlice the first slice that stays
   * @param cut the offset at which that slice starts: every version deleted is at or below it
   */
  void delete(
      DefinitionNumber definition,
      View<?> view,
      Collection<RowKey> keys,
      Partition partition,
      long belowSlice,
      long cut)
      throws StoreFailure;

  /** Deletes all rows of a definition. */
  void drop(DefinitionNumber definition) throws StoreFailure;
}
