package planted.io.anabranch.adapters.kafka;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class KnowsOtherAdapter {
  abstract Decoder known();
}
