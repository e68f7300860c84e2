package io.anabranch.ports.inmemory;

import io.anabranch.ports.BatchViews;
import io.anabranch.ports.contract.BatchViewsContract;

final class InMemoryBatchViewsTest extends BatchViewsContract {

  @Override
  protected BatchViews views() {
    return new InMemoryBatchViews();
  }
}
