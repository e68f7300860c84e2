package io.anabranch.ports.inmemory;

import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.contract.SpeedViewsContract;

final class InMemorySpeedViewsTest extends SpeedViewsContract {

  @Override
  protected SpeedViews views() {
    return new InMemorySpeedViews();
  }
}
