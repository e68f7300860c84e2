package io.anabranch.apps.ingest.recorded;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import java.util.List;

/** Writes to an in-memory log, which keeps all offsets. */
public final class MemoryInputLog implements InputLog {

  private final InMemoryEventLog log;

  public MemoryInputLog(InMemoryEventLog log) {
    this.log = log;
  }

  @Override
  public Topic create(String name, int partitions) {
    return log.createTopic(name, partitions);
  }

  @Override
  public OffsetVector begin(OffsetVector desired) {
    desired.asMap().forEach(log::advanceEnd);
    return desired;
  }

  @Override
  public void append(Partition partition, List<PositionedRecord> records) {
    for (PositionedRecord record : records) {
      log.appendAt(partition, record.offset(), record.timestamp(), record.key(), record.value());
    }
  }
}
