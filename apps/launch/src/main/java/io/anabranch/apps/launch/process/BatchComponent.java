package io.anabranch.apps.launch.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.launch.wiring.CassandraViews;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.HdfsArchive;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Singleton;

/** The batch layer with the embedded engine, over all servers. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      HdfsArchive.class,
      CassandraViews.class,
      LayersModule.class,
      SizesModule.class,
      WorkloadOfSetup.class
    })
public interface BatchComponent {

  BatchProcess process();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    BatchComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance LayerIntervals periods,
        @BindsInstance ExecutorService threads,
        @BindsInstance Supplier<String> nonces,
        @BindsInstance Clock clock);
  }
}
