package io.anabranch.ports.inmemory;

import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.contract.CoverageLedgerContract;

final class InMemoryCoverageLedgerTest extends CoverageLedgerContract {

  @Override
  protected CoverageLedger ledger() {
    return new InMemoryCoverageLedger();
  }
}
