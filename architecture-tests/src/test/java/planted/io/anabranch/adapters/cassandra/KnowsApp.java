package planted.io.anabranch.adapters.cassandra;

import planted.io.anabranch.apps.Launcher;

abstract class KnowsApp {
  abstract Launcher known();
}
