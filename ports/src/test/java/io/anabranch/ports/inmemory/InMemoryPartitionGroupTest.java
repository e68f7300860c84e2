package io.anabranch.ports.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.log.Topic;
import io.anabranch.ports.PartitionAssignment;
import io.anabranch.ports.contract.PartitionAssignmentContract;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InMemoryPartitionGroupTest extends PartitionAssignmentContract {

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final InMemoryPartitionGroup group = new InMemoryPartitionGroup(log, List.of("snacks"));

  @Override
  protected Topic createTopic(int partitions) {
    return log.createTopic("snacks", partitions);
  }

  @Override
  protected void addPartitions(String topic, int more) {
    log.addPartitions(topic, more);
  }

  @Override
  protected PartitionAssignment join(String topic) {
    return group.join();
  }

  @Test
  void aMemberThatLeftHasNoPartitions() throws Exception {
    PartitionAssignment gone = group.join();

    gone.close();

    assertThat(gone.mine()).isEmpty();
  }
}
