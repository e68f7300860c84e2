package io.anabranch.ports;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;

/**
 * The progress of the speed layer of a definition: below it, every speed row is durably readable.
 *
 * <p>Ordering: a max-register for each partition; it never decreases.
 *
 * <p>Idempotence: advancing to the same or an earlier offset changes nothing.
 *
 * <p>Errors: {@code Unavailable} and {@code OutcomeUnknown} may be retried.
 *
 * <p>Source: written by the speed layer, after the rows it covers.
 */
public interface Progress {

  /**
   * Advances the progress of each partition that the vector names, unless it is there already.
   * After a failure some partitions may be advanced.
   */
  void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure;

  /** Advances the progress of a partition, unless it is there already. */
  default void advance(DefinitionNumber definition, Partition partition, long offset)
      throws StoreFailure {
    advance(definition, OffsetVector.of(partition, offset));
  }

  /** The progress, at least as far as every advance that returned before this call. */
  OffsetVector read(DefinitionNumber definition) throws StoreFailure;

  /** Deletes the progress of a definition that is never used again. */
  void drop(DefinitionNumber definition) throws StoreFailure;
}
