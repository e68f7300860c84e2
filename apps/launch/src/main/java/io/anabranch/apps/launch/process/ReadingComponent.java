package io.anabranch.apps.launch.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.launch.wiring.CassandraViews;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.HdfsArchive;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.ports.EventProducer;
import javax.inject.Singleton;

/** All ports over all servers, for commands that read what the layers have written. */
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
public interface ReadingComponent {

  Layers layers();

  EventProducer producer();

  TopicCreator topics();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    ReadingComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing);
  }
}
