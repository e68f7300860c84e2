package io.anabranch.ports;

import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;

/** Encodes states: equal states as equal bytes. Bytes of older versions stay readable. Pure. */
public interface StateCodec {

  StateBytes encode(View<?> view, RowState state);

  /**
   * Decodes a state.
   *
   * @throws StoreFailure.Corrupt if the bytes are not a state of this view
   */
  RowState decode(View<?> view, StateBytes bytes) throws StoreFailure.Corrupt;
}
