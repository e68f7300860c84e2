package planted.io.anabranch.adapters.cassandra;

import planted.io.anabranch.apps.launch.Launcher;

abstract class KnowsApp {
  abstract Launcher known();
}
