package planted.io.anabranch.ports;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class KnowsAdapter {
  abstract Decoder known();
}
