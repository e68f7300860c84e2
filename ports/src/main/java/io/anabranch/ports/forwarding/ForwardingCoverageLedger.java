package io.anabranch.ports.forwarding;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/** Passes every call on to another ledger. */
public abstract class ForwardingCoverageLedger implements CoverageLedger {

  private final CoverageLedger ledger;

  /** A ledger that passes on to another what a subclass does not override. */
  protected ForwardingCoverageLedger(CoverageLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Option<Coverage> read(String workload) throws StoreFailure {
    return ledger.read(workload);
  }

  @Override
  public boolean compareAndSet(Coverage next) throws StoreFailure {
    return ledger.compareAndSet(next);
  }
}
