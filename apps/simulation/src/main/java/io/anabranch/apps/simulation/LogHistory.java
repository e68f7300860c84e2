package io.anabranch.apps.simulation;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.collection.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The simulated log over its whole life: every record it ever held, the logs of topics that were
 * deleted, and the records that were lost before they were archived.
 */
final class LogHistory {

  private static final long FIRST_TIMESTAMP = 1_700_000_000_000L;

  private final InMemoryEventLog log;
  private final List<String> topics;
  private final Recount recount;
  private final FaultInjector injector;
  private final Map<Partition, Long> captured = new HashMap<>();

  /** The ends of the logs of deleted topics. */
  private final SortedMap<Partition, Long> deleted = new TreeMap<>();

  /** The offset up to which retention deleted records that were not archived. */
  private final Map<Partition, Long> expired = new HashMap<>();

  LogHistory(InMemoryEventLog log, List<String> topics, Recount recount, FaultInjector injector) {
    this.log = log;
    this.topics = topics;
    this.recount = recount;
    this.injector = injector;
  }

  static long timestampOf(long offset) {
    return FIRST_TIMESTAMP + offset;
  }

  /** The partitions of all topics as they are now. */
  Vector<Partition> partitions() {
    Vector<Partition> all = Vector.empty();
    for (String topic : topics) {
      all = all.appendAll(injector.withoutFaults(() -> log.partitions(topic)));
    }
    return all;
  }

  OffsetRange boundsOf(Partition partition) {
    return injector.withoutFaults(() -> log.bounds(partition));
  }

  /** The end of every log, those of deleted topics included. */
  OffsetVector end() {
    TreeMap<Partition, Long> ends = new TreeMap<>(deleted);
    partitions().forEach(partition -> ends.put(partition, boundsOf(partition).to()));
    return OffsetVector.of(ends);
  }

  /** Copies new records to the recount; must run before records are deleted. */
  void capture() {
    for (Partition partition : partitions()) {
      long from = Math.max(captured.getOrDefault(partition, 0L), boundsOf(partition).from());
      long end = boundsOf(partition).to();
      while (from < end) {
        long at = from;
        RecordBatch batch =
            injector.withoutFaults(() -> log.read(partition, at, Integer.MAX_VALUE)).get();
        for (int i = 0; i < batch.size(); i++) {
          recount.add(partition, batch.offset(i), batch.value(i));
        }
        from = batch.next();
      }
      captured.put(partition, end);
    }
  }

  List<Recount.LoggedRecord> records(Partition partition) {
    return recount.records(partition);
  }

  /** Deletes a topic and creates it again. */
  void recreate(String topic) {
    capture();
    for (Partition partition : injector.withoutFaults(() -> log.partitions(topic))) {
      deleted.put(partition, boundsOf(partition).to());
    }
    log.recreateTopic(topic);
  }

  /** Deletes records that were not archived. */
  void expire(Partition partition, long to) {
    capture();
    log.advanceStart(partition, to);
    expired.put(partition, to);
  }

  /** Whether the partition belongs to a topic that was deleted. */
  boolean isDeleted(Partition partition) {
    return deleted.containsKey(partition);
  }

  /** Whether any record was ever lost permanently. */
  boolean hasLosses() {
    return !deleted.isEmpty() || !expired.isEmpty();
  }

  /** Whether a loss that an answer reports did occur. */
  boolean occurred(Loss loss) {
    return loss.cause() == Loss.Cause.RECREATED
        ? deleted.getOrDefault(loss.partition(), -1L) >= loss.range().to()
        : expired.getOrDefault(loss.partition(), 0L) >= loss.range().to();
  }
}
