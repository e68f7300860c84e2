package io.anabranch.adapters.wire;

import io.anabranch.domain.aggregate.MalformedStateException;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;

/** States as versioned bytes: see {@link BinaryStateWriter}. Serves all threads. */
public final class WireStateCodec implements StateCodec {

  @Override
  public StateBytes encode(View<?> view, RowState state) {
    BinaryStateWriter out = new BinaryStateWriter();
    view.write(state, out);
    return StateBytes.of(out.toBytes());
  }

  @Override
  public RowState decode(View<?> view, StateBytes bytes) throws StoreFailure.Corrupt {
    try {
      BinaryStateReader in = new BinaryStateReader(bytes.toBytes());
      RowState state = view.read(in);
      in.finish();
      return state;
    } catch (MalformedStateException malformed) {
      throw new StoreFailure.Corrupt(
          "stored bytes are no state of view " + view + ": " + malformed.getMessage(), malformed);
    }
  }
}
