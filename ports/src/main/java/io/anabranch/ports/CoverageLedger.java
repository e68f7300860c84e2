package io.anabranch.ports;

import io.anabranch.domain.coverage.Coverage;
import io.vavr.control.Option;

/**
 * The coverage of each workload: one compare-and-set cell, the only pointer there is.
 *
 * <p>Ordering: linearizable. A read returns the last change that was made before it began, or one
 * made during it.
 *
 * <p>Idempotence: none needed; a change names the revision that it replaces.
 *
 * <p>Errors: after {@code OutcomeUnknown} the change may or may not stand: read before trying
 * again.
 *
 * <p>Source: changed by publishers, cleaners and adoptions only.
 */
public interface CoverageLedger {

  /** The coverage of a workload; none before it is opened. */
  Option<Coverage> read(String workload) throws StoreFailure;

  /**
   * Replaces the coverage of {@code next.workload()} if its revision is {@code next.revision() -
   * 1}, or there is none and {@code next.revision()} is 1.
   *
   * @return whether it was replaced
   */
  boolean compareAndSet(Coverage next) throws StoreFailure;
}
