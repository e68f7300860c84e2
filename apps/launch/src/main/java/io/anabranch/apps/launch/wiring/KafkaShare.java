package io.anabranch.apps.launch.wiring;

import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.kafka.KafkaPartitionAssignment;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.ports.PartitionAssignment;
import javax.inject.Singleton;

/** A consumer group, which divides the partitions of a workload among the processes of a layer. */
@Module
public final class KafkaShare {

  private KafkaShare() {}

  @Provides
  @Singleton
  static PartitionAssignment assignment(
      ServerSettings servers, WorkloadSetup setup, CloseStack closing) {
    KafkaPartitionAssignment assignment =
        ConnectionFailed.orElse(
            () ->
                KafkaPartitionAssignment.join(
                    servers.kafka(),
                    servers.named("anabranch.speed." + setup.name()),
                    setup.topics()));
    return closing.closing(assignment, assignment::close);
  }
}
