package planted.io.anabranch.apps.http;

import planted.io.anabranch.adapters.wire.Decoder;

abstract class AnswersFromWire {
  abstract Decoder known();
}
