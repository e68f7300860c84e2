package planted.io.anabranch.apps.simulation;

import planted.io.anabranch.apps.standalone.Replay;

abstract class SimulatesStandalone {
  abstract Replay known();
}
