package planted.io.anabranch.adapters.wire;

import planted.com.fasterxml.jackson.core.JsonParser;

abstract class DecodesWithJackson {
  abstract JsonParser known();
}
