package io.anabranch.adapters.kafka;

import io.anabranch.ports.StoreFailure;

/** A log and its producer. */
record Opened(KafkaEventLog log, KafkaEventProducer producer) implements AutoCloseable {

  static Opened atKafka() {
    return at(RunningKafka.settings());
  }

  static Opened at(KafkaSettings settings) {
    try {
      return new Opened(KafkaEventLog.open(settings), KafkaEventProducer.open(settings));
    } catch (StoreFailure e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
    log.close();
  }
}
