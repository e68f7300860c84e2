package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.contract.EventProducerContract;
import org.junit.jupiter.api.AfterEach;

final class KafkaEventProducerIT extends EventProducerContract {

  private final Opened opened = Opened.atKafka();

  @AfterEach
  void close() {
    opened.close();
  }

  @Override
  protected EventProducer producer() {
    return opened.producer();
  }

  @Override
  protected EventLog log() {
    return opened.log();
  }

  @Override
  protected Topic createTopic(String word, int partitions) throws Exception {
    return RunningKafka.createTopic(word, partitions);
  }
}
