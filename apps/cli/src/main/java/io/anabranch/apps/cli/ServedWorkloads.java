package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.serving.ServingLayer;
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
  static ServingLayer open(WorkloadSetup setup, ServerSettings servers, CloseStack closing)
      throws StoreFailure {
    LayerPorts ports = DaggerReadingComponent.factory().create(servers, setup, closing).ports();
    CoverageInitializer opening = new CoverageInitializer(setup, ports);
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
          return opening.reference().labels();
        },
        Clock.systemUTC());
  }
}
