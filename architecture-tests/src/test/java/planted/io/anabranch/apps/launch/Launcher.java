package planted.io.anabranch.apps.launch;

import planted.dagger.Component;
import planted.io.anabranch.adapters.wire.Decoder;

/** As it should be. */
public abstract class Launcher {
  abstract Component component();

  abstract Decoder decoder();
}
