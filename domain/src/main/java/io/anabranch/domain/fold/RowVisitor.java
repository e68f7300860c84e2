package io.anabranch.domain.fold;

import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;

/**
 * Visits the rows of a fold. The state belongs to the fold: it may be written or merged, not kept.
 */
@FunctionalInterface
public interface RowVisitor {

  /**
   * Visits a row.
   *
   * @param version the offset after the last record folded into the row
   */
  void row(View<?> view, RowKey key, long version, RowState state);
}
