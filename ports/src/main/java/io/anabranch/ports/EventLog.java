package io.anabranch.ports;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * The log that everything is a fold of: records at (topic id, partition, offset), read committed.
 *
 * <p>Ordering: a batch holds its records in the order of their offsets; offsets may have holes.
 *
 * <p>Idempotence: reading changes nothing; a position that was read once reads the same for ever,
 * until retention takes it.
 *
 * <p>Errors: {@code Unavailable} may be retried. {@code Corrupt} means that the topic was recreated
 * or that the log ends before a position that was there: nothing may be folded any more.
 *
 * <p>Source: Kafka in a cluster, memory in one process.
 */
public interface EventLog {

  /** The partitions of a topic as it is now; none if there is no such topic. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure;

  /** From the first position that is still held to the position that the next record will get. */
  OffsetRange bounds(Partition partition) throws StoreFailure;

  /**
   * Records from a position on, at most so many. At the log's end the batch is empty and {@code
   * next} may still move past holes.
   *
   * @return none if the log no longer holds {@code from}: the master dataset does
   */
  Option<RecordBatch> read(Partition partition, long from, int maxRecords) throws StoreFailure;

  /**
   * Waits until reading a partition from a position may tell something new: a record, a hole, that
   * the position is no longer held, or a failure. It may answer too early, and a record that comes
   * ends the wait.
   *
   * @param positions where each partition would be read
   * @param atMost how long to wait; with zero it only looks
   * @return the partitions worth reading; empty if the time has passed or the thread was
   *     interrupted, which says nothing about the log: only reading does
   */
  Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure;
}
