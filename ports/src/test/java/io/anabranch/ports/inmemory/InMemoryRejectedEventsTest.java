package io.anabranch.ports.inmemory;

import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.contract.RejectedEventsContract;

final class InMemoryRejectedEventsTest extends RejectedEventsContract {

  @Override
  protected RejectedEvents events() {
    return new InMemoryRejectedEvents();
  }
}
