package io.anabranch.ports.inmemory;

import io.anabranch.ports.StateCodec;
import io.anabranch.ports.contract.StateCodecContract;

final class InMemoryStateCodecTest extends StateCodecContract {

  @Override
  protected StateCodec codec() {
    return new InMemoryStateCodec();
  }
}
