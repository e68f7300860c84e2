package io.anabranch.apps.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.wiring.CassandraViews;
import io.anabranch.apps.wiring.CloseStack;
import io.anabranch.apps.wiring.HdfsArchive;
import io.anabranch.apps.wiring.KafkaLog;
import io.anabranch.apps.wiring.LayerPorts;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.TopicMaker;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.ports.EventProducer;
import javax.inject.Singleton;

/** All ports over all servers, for whoever reads what the layers have written. */
@Singleton
@Component(
    modules = {
      KafkaLog.class,
      HdfsArchive.class,
      CassandraViews.class,
      AllPorts.class,
      WorkloadOfSetup.class
    })
public interface ReadingComponent {

  LayerPorts ports();

  EventProducer producer();

  TopicMaker topics();

  /** What it needs of its surroundings. */
  @Component.Factory
  interface Factory {
    ReadingComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing);
  }
}
