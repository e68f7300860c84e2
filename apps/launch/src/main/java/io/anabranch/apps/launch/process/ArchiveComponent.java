package io.anabranch.apps.launch.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.HdfsArchive;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import java.time.Clock;
import javax.inject.Singleton;

/** The archiver over Kafka and HDFS; it does not use Cassandra. */
@Singleton
@Component(modules = {KafkaLog.class, HdfsArchive.class, WorkloadOfSetup.class})
public interface ArchiveComponent {

  ArchiveProcess process();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    ArchiveComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance LayerIntervals periods,
        @BindsInstance Clock clock);
  }
}
