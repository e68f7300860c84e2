package planted.io.anabranch.examples.embedding;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class EmbedsWire {
  abstract Decoder known();
}
