package io.anabranch.apps.launch.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.ports.EventProducer;
import java.util.function.Consumer;

/** The process that sends the records of a source. */
@Module
final class IngestModule {

  private IngestModule() {}

  @Provides
  static IngestProcess process(
      WorkloadSetup setup,
      EventProducer producer,
      TopicCreator topics,
      IngestProcess.Source source,
      Consumer<String> messages) {
    return new IngestProcess(setup, producer, topics, source, messages);
  }
}
