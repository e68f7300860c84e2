package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;

/**
 * How far the speed layer of a definition is: below it, every speed row is durably readable.
 *
 * <p>Ordering: a max-register for each partition; it never goes back.
 *
 * <p>Idempotence: advancing to the same offset, or an earlier one, changes nothing.
 *
 * <p>Errors: {@code Unavailable} and {@code OutcomeUnknown} may be retried.
 *
 * <p>Source: written by the speed layer, after the rows it covers.
 */
public interface Progress {

  /**
   * Raises the progress of each partition that the vector names, unless it is there already. A
   * failure may leave some of them raised.
   */
  void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure;

  /** Raises a partition's progress to an offset, unless it is there already. */
  default void advance(DefinitionNumber definition, Partition partition, long offset)
      throws StoreFailure {
    advance(definition, OffsetVector.of(partition, offset));
  }

  /** What every advance that returned before this call raised it to, at least. */
  OffsetVector read(DefinitionNumber definition) throws StoreFailure;

  /** Forgets a definition that is never used again. */
  void drop(DefinitionNumber definition) throws StoreFailure;
}
