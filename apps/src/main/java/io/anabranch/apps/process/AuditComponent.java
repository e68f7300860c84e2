package io.anabranch.apps.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.wiring.CassandraViews;
import io.anabranch.apps.wiring.CloseStack;
import io.anabranch.apps.wiring.HdfsArchive;
import io.anabranch.apps.wiring.KafkaLog;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.WorkloadSetup;
import java.time.Clock;
import javax.inject.Singleton;

/** The auditor over all servers. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      HdfsArchive.class,
      CassandraViews.class,
      AllPorts.class,
      WorkloadOfSetup.class
    })
public interface AuditComponent {

  AuditProcess process();

  /** What it needs of its surroundings. */
  @Component.Factory
  interface Factory {
    AuditComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance Clock clock);
  }
}
