package io.anabranch.apps.replay;

import io.anabranch.apps.config.SettingsException;
import io.anabranch.apps.wiring.TopicMaker;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;

/** Into topics of a server, which gives offsets of its own: from 0 on and without holes. */
final class ServerInputLog implements InputLog {

  private static final int AT_ONCE = 2_000;

  private final TopicMaker topics;
  private final EventProducer producer;

  @Inject
  ServerInputLog(TopicMaker topics, EventProducer producer) {
    this.topics = topics;
    this.producer = producer;
  }

  @Override
  public Topic create(String name, int partitions) throws StoreFailure {
    try {
      return topics.recorded(name, partitions).partitions().first().topic();
    } catch (SettingsException problem) {
      throw new StoreFailure.Unavailable(String.valueOf(problem.getMessage()), problem);
    }
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
