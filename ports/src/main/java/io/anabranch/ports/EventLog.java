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
 * The log: records at (topic id, partition, offset), read committed.
 *
 * <p>Ordering: a batch holds its records in offset order; offsets may have holes.
 *
 * <p>Idempotence: reading changes nothing. A position that was read once reads the same forever,
 * until retention deletes it.
 *
 * <p>Errors: {@code Unavailable} may be retried. {@code Corrupt} means that the topic was
 * recreated, or that the log ends before a position that existed: nothing may be folded any more.
 *
 * <p>Source: Kafka in a cluster, memory in one process.
 */
public interface EventLog {

  /** The partitions of the topic that has this name now; none if there is no such topic. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure;

  /** The range from the first retained position to the position of the next record. */
  OffsetRange bounds(Partition partition) throws StoreFailure;

  /**
   * Reads records from a position on, {@code maxRecords} at most. At the end of the log the batch
   * is empty, and its {@code next} may still move past holes.
   *
   * @return none if the log no longer retains {@code from}: read the master dataset
   */
  Option<RecordBatch> read(Partition partition, long from, int maxRecords) throws StoreFailure;

  /**
   * Waits until reading a partition from a position may return something new: a record, a hole,
   * that the position is no longer retained, or a failure. It may return early; a new record ends
   * the wait.
   *
   * @param positions the position in each partition
   * @param atMost the maximum wait; zero does not wait
   * @return the partitions to read; empty if the wait timed out or the thread was interrupted,
   *     which says nothing about the log
   */
  Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure;
}
