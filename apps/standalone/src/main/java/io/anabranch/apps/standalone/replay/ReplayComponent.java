package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.launch.process.LayersModule;
import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.domain.definition.WorkloadFactory;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Singleton;

/** A replay over ports in the memory of this process, fresh for each run. */
@Singleton
@Component(modules = {PortsInMemory.class, LayersModule.class, ReplaySizes.class})
public interface ReplayComponent {

  Replay replay();

  /** What a replay needs of its surroundings. */
  @Component.Factory
  interface Factory {
    ReplayComponent create(
        @BindsInstance WorkloadFactory workloads,
        @BindsInstance ExecutorService threads,
        @BindsInstance Supplier<String> nonces,
        @BindsInstance Clock clock);
  }
}
