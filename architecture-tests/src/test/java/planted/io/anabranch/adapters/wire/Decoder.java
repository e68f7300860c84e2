package planted.io.anabranch.adapters.wire;

import planted.ch.randelshofer.fastdoubleparser.Parser;
import planted.io.anabranch.ports.EventLog;

/** As it should be. */
public abstract class Decoder {
  abstract Parser parser();

  abstract EventLog log();
}
