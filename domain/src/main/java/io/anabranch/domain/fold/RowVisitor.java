package io.anabranch.domain.fold;

import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;

/**
 * Sees the rows of a fold. The state belongs to the fold: it is written or merged, and not kept.
 */
@FunctionalInterface
public interface RowVisitor {

  /**
   * One row.
   *
   * @param version the offset after the last record folded into the row
   */
  void row(View<?> view, RowKey key, long version, RowState state);
}
