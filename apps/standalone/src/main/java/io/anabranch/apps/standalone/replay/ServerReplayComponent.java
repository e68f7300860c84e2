package io.anabranch.apps.standalone.replay;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.launch.process.LayersModule;
import io.anabranch.apps.launch.wiring.CassandraViews;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.HdfsArchive;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.WorkloadFactory;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Singleton;

/** A replay over servers, in its own namespace. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      HdfsArchive.class,
      CassandraViews.class,
      PortsOnServers.class,
      LayersModule.class,
      ReplaySizes.class
    })
public interface ServerReplayComponent {

  Replay replay();

  /** Creates the component from resources of the process. */
  @Component.Factory
  interface Factory {
    ServerReplayComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance WorkloadFactory workloads,
        @BindsInstance ExecutorService threads,
        @BindsInstance Supplier<String> nonces,
        @BindsInstance Clock clock);
  }
}
