package io.anabranch.adapters.cassandra;

import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.ProgressContract;

final class CassandraProgressIT extends ProgressContract {

  @Override
  protected Progress progress() throws StoreFailure {
    return OneCassandra.freshStores().progress();
  }
}
