package io.anabranch.apps.ingest.recorded;

import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;

/** Writes to topics of a server, which assigns consecutive offsets from 0. */
public final class ServerInputLog implements InputLog {

  private static final int MAX_BATCH = 2_000;

  private final TopicCreator topics;
  private final EventProducer producer;

  public ServerInputLog(TopicCreator topics, EventProducer producer) {
    this.topics = topics;
    this.producer = producer;
  }

  @Override
  public Topic create(String name, int partitions) throws StoreFailure {
    return topics.recorded(name, partitions).partitions().first().topic();
  }

  @Override
  public OffsetVector begin(OffsetVector desired) {
    return OffsetVector.ZERO;
  }

  @Override
  public void append(Partition partition, List<PositionedRecord> records) throws StoreFailure {
    List<EventProducer.NewRecord> batch = new ArrayList<>();
    for (PositionedRecord record : records) {
      batch.add(
          new EventProducer.NewRecord(partition, record.timestamp(), record.key(), record.value()));
      if (batch.size() == MAX_BATCH) {
        producer.appendAll(batch);
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      producer.appendAll(batch);
    }
  }
}
