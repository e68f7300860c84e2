package io.anabranch.ports;

import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;

/**
 * How states become bytes: the same state always the same bytes, and bytes of older versions stay
 * readable. Pure.
 */
public interface StateCodec {

  StateBytes encode(View<?> view, RowState state);

  /**
   * The state that was written.
   *
   * @throws StoreFailure.Corrupt if these bytes are no state of this view
   */
  RowState decode(View<?> view, StateBytes bytes) throws StoreFailure.Corrupt;
}
