package io.anabranch.apps.process;

import dagger.BindsInstance;
import dagger.Component;
import io.anabranch.apps.wiring.CloseStack;
import io.anabranch.apps.wiring.KafkaLog;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.WorkloadSetup;
import java.util.function.Consumer;
import javax.inject.Singleton;

/** Producers over Kafka alone. */
@Singleton
@Component(modules = {KafkaLog.class, WorkloadOfSetup.class})
public interface IngestComponent {

  IngestProcess process();

  /** What it needs of its surroundings. */
  @Component.Factory
  interface Factory {
    IngestComponent create(
        @BindsInstance ServerSettings servers,
        @BindsInstance WorkloadSetup setup,
        @BindsInstance CloseStack closing,
        @BindsInstance IngestProcess.Source source,
        @BindsInstance Consumer<String> told);
  }
}
