package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.util.List;

/**
 * Appends to the log.
 *
 * <p>Ordering: records of one producer to one partition are in the log in the order in which they
 * were sent.
 *
 * <p>Idempotence: none. A record that is sent twice is in the log twice, unless the definition has
 * a rule for duplicates.
 *
 * <p>Errors: after {@code OutcomeUnknown} the record may be in the log.
 */
public interface EventProducer {

  /**
   * Appends a record and waits until it is durable.
   *
   * @param timestamp milliseconds since 1970
   * @return its offset
   */
  long append(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure;

  /**
   * Appends records of any partitions together, and waits until all are durable. Records of one
   * partition are appended in the order of the list.
   *
   * @return their offsets, in the order of the list
   * @throws StoreFailure.OutcomeUnknown if each of them may or may not be in the log
   */
  List<Long> appendAll(List<NewRecord> records) throws StoreFailure;

  /**
   * A record to append.
   *
   * @param timestamp milliseconds since 1970
   */
  record NewRecord(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value) {}
}
