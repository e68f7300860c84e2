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
 * lines above. Every read that starts after a successful write sees its rows.
 *
 * <p>Source: written by the speed layer.
 */
public interface SpeedViews {

  /** Writes rows, each unless a later version of it exists. */
  void write(List<SpeedRow> rows) throws StoreFailure;

  /**
   * The rows of a view that match a selection, of all partitions and slices. It returns each row
   * that was written before the call and not deleted; rows written during the call may or may not
   * be returned.
   */
  Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure;

  /**
   * Deletes the rows of these keys in the slices of a partition below one. No reader needs rows of
   * these slices any more, so rows of other keys in them may be deleted too if that is cheaper.
   * Rows of these slices that a delayed writer writes later may reappear. Rows of other slices and
   * partitions stay, and later writes to them are not affected.
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
