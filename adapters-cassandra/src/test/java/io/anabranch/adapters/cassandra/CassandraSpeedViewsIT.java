package io.anabranch.adapters.cassandra;

import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.SpeedViewsContract;

final class CassandraSpeedViewsIT extends SpeedViewsContract {

  @Override
  protected SpeedViews views() throws StoreFailure {
    return OneCassandra.freshStores().speed();
  }
}
