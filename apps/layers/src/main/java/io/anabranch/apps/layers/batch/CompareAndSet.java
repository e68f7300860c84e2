package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;

/** How one attempt to change the coverage ended. */
enum CompareAndSet {
  /** The change stands. */
  WON,
  /** Another change was first; this one had no effect. */
  LOST,
  /** It may stand or not: the next read tells. */
  UNKNOWN;

  static CompareAndSet attempt(CoverageLedger ledger, Coverage next) throws StoreFailure {
    try {
      return ledger.compareAndSet(next) ? WON : LOST;
    } catch (StoreFailure.OutcomeUnknown unknown) {
      return UNKNOWN;
    }
  }
}
