package io.anabranch.apps.launch.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.launch.wiring.CassandraViews;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.HdfsArchive;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.KafkaShare;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import javax.inject.Singleton;

/** The speed layer over all servers, sharing its partitions by a consumer group. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      KafkaShare.class,
      HdfsArchive.class,
      CassandraViews.class,
      LayersModule.class,
      SizesModule.class,
      WorkloadOfSetup.class
    })
public interface SpeedComponent {

  SpeedProcess process();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    SpeedComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance LayerIntervals periods);
  }
}
