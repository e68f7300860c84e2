package planted.io.anabranch.apps.layers;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class LayersKnowWire {
  abstract Decoder known();
}
