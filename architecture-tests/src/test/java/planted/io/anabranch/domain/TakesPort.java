package planted.io.anabranch.domain;

import planted.io.anabranch.ports.EventLog;

abstract class TakesPort {
  abstract void fold(EventLog log);
}
