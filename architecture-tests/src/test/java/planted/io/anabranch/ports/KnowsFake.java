package planted.io.anabranch.ports;

import planted.io.anabranch.ports.inmemory.InMemoryEventLog;

abstract class KnowsFake {
  abstract InMemoryEventLog known();
}
