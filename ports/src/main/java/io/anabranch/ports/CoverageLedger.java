package io.anabranch.ports;

import io.anabranch.domain.coverage.Coverage;
import io.vavr.control.Option;

/**
 * The coverage of each workload: one compare-and-set cell, the only pointer.
 *
 * <p>Ordering: linearizable. A read returns the last change made before it started, or one made
 * during it.
 *
 * <p>Idempotence: not needed; a change names the revision that it replaces.
 *
 * <p>Errors: after {@code OutcomeUnknown} the change may have taken effect: read before retrying.
 *
 * <p>Source: changed by publishers, cleaners and adoptions only.
 */
public interface CoverageLedger {

  /** The coverage of a workload; none if it does not exist yet. */
  Option<Coverage> read(String workload) throws StoreFailure;

  /**
   * Replaces the coverage of {@code next.workload()} if its revision is {@code next.revision() -
   * 1}, or if it does not exist and {@code next.revision()} is 1.
   *
   * @return whether it was replaced
   */
  boolean compareAndSet(Coverage next) throws StoreFailure;
}
