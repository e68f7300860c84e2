package io.anabranch.apps.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;

/** One attempt to change the coverage, by somebody who looks again before the next. */
final class CompareAndSet {

  private CompareAndSet() {}

  /** Whether the change certainly stands; if not, it may, and the next read tells. */
  static boolean attempt(CoverageLedger ledger, Coverage next) throws StoreFailure {
    try {
      return ledger.compareAndSet(next);
    } catch (StoreFailure.OutcomeUnknown unknown) {
      return false;
    }
  }
}
