package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import io.vavr.control.Option;

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
}
