package io.anabranch.apps.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.wiring.CassandraViews;
import io.anabranch.apps.wiring.CloseStack;
import io.anabranch.apps.wiring.HdfsArchive;
import io.anabranch.apps.wiring.KafkaLog;
import io.anabranch.apps.wiring.KafkaShare;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.WorkloadSetup;
import javax.inject.Singleton;

/** The speed layer over all servers, sharing its partitions by a consumer group. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      KafkaShare.class,
      HdfsArchive.class,
      CassandraViews.class,
      AllPorts.class,
      WorkloadOfSetup.class
    })
public interface SpeedComponent {

  SpeedProcess process();

  /** What it needs of its surroundings. */
  @Component.Factory
  interface Factory {
    SpeedComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance LayerIntervals periods);
  }
}
