package io.anabranch.adapters.cassandra;

import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.CoverageLedgerContract;

final class CassandraCoverageLedgerIT extends CoverageLedgerContract {

  @Override
  protected CoverageLedger ledger() throws StoreFailure {
    return OneCassandra.freshStores().ledger();
  }
}
