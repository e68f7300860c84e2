package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.contract.EventProducerContract;

final class InMemoryEventProducerTest extends EventProducerContract {

  private final InMemoryEventLog log = new InMemoryEventLog();

  @Override
  protected EventProducer producer() {
    return log;
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected Topic createTopic(String name, int partitions) {
    return log.createTopic(name, partitions);
  }
}
