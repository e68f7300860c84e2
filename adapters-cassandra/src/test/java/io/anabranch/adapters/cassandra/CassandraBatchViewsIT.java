package io.anabranch.adapters.cassandra;

import io.anabranch.ports.BatchViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.BatchViewsContract;

final class CassandraBatchViewsIT extends BatchViewsContract {

  @Override
  protected BatchViews views() throws StoreFailure {
    return OneCassandra.freshStores().batch();
  }
}
