package io.anabranch.apps.launch.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.KafkaLog;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import java.util.function.Consumer;
import javax.inject.Singleton;

/** Producers over Kafka. */
@Singleton
@Component(modules = {KafkaLog.class, WorkloadOfSetup.class, IngestModule.class})
public interface IngestComponent {

  IngestProcess process();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    IngestComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance IngestProcess.Source source,
        @BindsInstance Consumer<String> messages);
  }
}
