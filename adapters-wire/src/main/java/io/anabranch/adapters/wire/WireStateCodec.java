package io.anabranch.adapters.wire;

import io.anabranch.domain.aggregate.MalformedStateException;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;

/**
 * Encodes a state with a {@link BinaryStateWriter}: a version, then the content of each measure.
 */
public final class WireStateCodec implements StateCodec {

  @Override
  public StateBytes encode(View<?> view, RowState state) {
    BinaryStateWriter writer = new BinaryStateWriter();
    view.write(state, writer);
    return StateBytes.of(writer.toBytes());
  }

  @Override
  public RowState decode(View<?> view, StateBytes bytes) throws StoreFailure.Corrupt {
    try {
      BinaryStateReader reader = new BinaryStateReader(bytes.toBytes());
      RowState state = view.read(reader);
      reader.finish();
      return state;
    } catch (MalformedStateException e) {
      throw new StoreFailure.Corrupt(
          "the state of view " + view + " is invalid " + e.getMessage(), e);
    }
  }
}
