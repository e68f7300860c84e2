package io.anabranch.ports.inmemory;

import io.anabranch.ports.Progress;
import io.anabranch.ports.contract.ProgressContract;

final class InMemoryProgressTest extends ProgressContract {

  @Override
  protected Progress progress() {
    return new InMemoryProgress();
  }
}
