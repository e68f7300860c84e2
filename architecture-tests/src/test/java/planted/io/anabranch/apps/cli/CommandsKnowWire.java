package planted.io.anabranch.apps.cli;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class CommandsKnowWire {
  abstract Decoder known();
}
