package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;
import java.util.List;

/**
 * The way into the log.
 *
 * <p>Ordering: records of one producer to one partition stand in the order in which they were sent.
 *
 * <p>Idempotence: none; what is sent twice stands there twice. Who cannot have that names an event
 * id.
 *
 * <p>Errors: after {@code OutcomeUnknown} the record may stand in the log.
 */
public interface EventProducer {

  /**
   * Appends one record and waits until the log holds it for good.
   *
   * @param timestamp milliseconds since 1970
   * @return its offset
   */
  long append(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value)
      throws StoreFailure;

  /**
   * Appends records of any partitions, many at a time, and waits until the log holds all of them
   * for good. Those of one partition come to stand in the order of the list.
   *
   * @return their offsets, in the order of the list
   * @throws StoreFailure.OutcomeUnknown if each of them may stand in the log or not
   */
  List<Long> appendAll(List<NewRecord> records) throws StoreFailure;

  /**
   * A record on its way into the log.
   *
   * @param timestamp milliseconds since 1970
   */
  record NewRecord(Partition partition, long timestamp, Option<byte[]> key, Option<byte[]> value) {}
}
