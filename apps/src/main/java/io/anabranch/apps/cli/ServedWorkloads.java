package io.anabranch.apps.cli;

import io.anabranch.apps.process.DaggerReadingComponent;
import io.anabranch.apps.process.Opening;
import io.anabranch.apps.reference.ReferenceFollower;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.apps.serving.ServingLayer;
import io.anabranch.apps.wiring.Closing;
import io.anabranch.apps.wiring.NotConnected;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;

/** Layers that answer from servers. */
final class ServedWorkloads {

  private ServedWorkloads() {}

  /**
   * A layer that answers with the labels that the reference log tells at each question.
   *
   * @param closing closes the connections
   */
  static ServingLayer open(WorkloadSetup setup, ServerSettings servers, Closing closing)
      throws StoreFailure {
    Ports ports;
    try {
      ports = DaggerReadingComponent.factory().create(servers, setup, closing).ports();
    } catch (NotConnected why) {
      throw why.asStoreFailure();
    }
    Opening opening = new Opening(setup, ports);
    opening.open();
    opening.followReference();
    return new ServingLayer(
        setup.factory(),
        ports,
        () -> {
          try {
            opening.followReference();
          } catch (StoreFailure unread) {
            // The labels of before: the answer names how many entries they are of.
          }
          return opening.reference().map(ReferenceFollower::labels).getOrElse(LabelsAt.NONE);
        },
        Clock.systemUTC());
  }
}
