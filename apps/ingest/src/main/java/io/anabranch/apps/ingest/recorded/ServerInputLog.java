package io.anabranch.apps.ingest.recorded;

import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;

/** Into topics of a server, which gives offsets of its own: from 0 on and without holes. */
public final class ServerInputLog implements InputLog {

  private static final int AT_ONCE = 2_000;

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
  public void append(Partition partition, List<Placed> records) throws StoreFailure {
    List<EventProducer.NewRecord> batch = new ArrayList<>();
    for (Placed record : records) {
      batch.add(
          new EventProducer.NewRecord(partition, record.timestamp(), record.key(), record.value()));
      if (batch.size() == AT_ONCE) {
        producer.appendAll(batch);
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      producer.appendAll(batch);
    }
  }
}
