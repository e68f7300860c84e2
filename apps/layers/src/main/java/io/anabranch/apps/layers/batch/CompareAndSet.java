package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;

/** The outcome of one attempt to change the coverage. */
enum CompareAndSet {
  /** The change was made. */
  WON,
  /** Another change was made first; this one had no effect. */
  LOST,
  /** The change may or may not have been made: the next read shows which. */
  UNKNOWN;

  static CompareAndSet attempt(CoverageLedger ledger, Coverage next) throws StoreFailure {
    try {
      return ledger.compareAndSet(next) ? WON : LOST;
    } catch (StoreFailure.OutcomeUnknown unknown) {
      return UNKNOWN;
    }
  }
}
