package io.anabranch.ports.forwarding;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/** Passes every call on to another log. */
public abstract class ForwardingEventLog implements EventLog {

  private final EventLog log;

  /** A log that passes on to another what a subclass does not override. */
  protected ForwardingEventLog(EventLog log) {
    this.log = log;
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    return log.partitions(topic);
  }

  @Override
  public OffsetRange bounds(Partition partition) throws StoreFailure {
    return log.bounds(partition);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    return log.read(partition, from, maxRecords);
  }

  @Override
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    return log.await(positions, atMost);
  }
}
