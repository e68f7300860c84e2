package planted.io.anabranch.apps.layers;

import java.util.concurrent.Executor;
import planted.io.anabranch.ports.EventLog;
import planted.io.anabranch.ports.inmemory.InMemoryEventLog;

/** As it should be. */
public abstract class Layer {
  abstract EventLog log();

  abstract InMemoryEventLog fake();

  abstract Executor threads();
}
