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
import javax.inject.Singleton;

/** The auditor over all servers. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      HdfsArchive.class,
      CassandraViews.class,
      LayersModule.class,
      DefaultSizesModule.class,
      WorkloadOfSetup.class
    })
public interface AuditComponent {

  AuditProcess process();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    AuditComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance Clock clock);
  }
}
