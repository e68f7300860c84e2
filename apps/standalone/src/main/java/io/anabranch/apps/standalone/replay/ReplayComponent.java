package io.anabranch.apps.standalone.replay;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.launch.process.LayersModule;
import io.anabranch.domain.definition.WorkloadFactory;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Singleton;

/** A replay over in-memory ports, one component per run. */
@Singleton
@Component(modules = {PortsInMemory.class, LayersModule.class, ReplaySizes.class})
public interface ReplayComponent {

  Replay replay();

  /** Creates the component from resources of the process. */
  @Component.Factory
  interface Factory {
    ReplayComponent create(
        @BindsInstance WorkloadFactory workloads,
        @BindsInstance ExecutorService threads,
        @BindsInstance Supplier<String> nonces,
        @BindsInstance Clock clock);
  }
}
