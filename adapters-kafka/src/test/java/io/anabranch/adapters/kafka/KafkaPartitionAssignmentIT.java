package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Topic;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.contract.PartitionAssignmentContract;
import java.util.List;

final class KafkaPartitionAssignmentIT extends PartitionAssignmentContract {

  @Override
  protected Topic createTopic(int partitions) throws Exception {
    return RunningKafka.createTopic("shared", partitions);
  }

  @Override
  protected void addPartitions(String topic, int more) throws Exception {
    RunningKafka.addPartitions(topic, more);
  }

  @Override
  protected PartitionAssignment join(String topic) throws Exception {
    return KafkaPartitionAssignment.join(
        RunningKafka.settings(), "group-of-" + topic, List.of(topic));
  }
}
