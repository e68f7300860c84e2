package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.ports.StoreFailure;

/** Layers that answer from servers. */
final class ServedWorkloads {

  private ServedWorkloads() {}

  /**
   * A workload to serve, whose coverage is opened if no other layer has done so. It answers with
   * the labels of the reference log as of each query.
   *
   * @param closing closes the connections
   */
  static OpenedWorkload open(WorkloadSetup setup, ServerSettings servers, CloseStack closing)
      throws StoreFailure {
    Layers layers = DaggerReadingComponent.factory().create(servers, setup, closing).layers();
    CoverageInitializer opening = layers.coverage(setup);
    opening.open();
    return opened(layers, opening);
  }

  private static OpenedWorkload opened(Layers layers, CoverageInitializer opening)
      throws StoreFailure {
    opening.followReference();
    return new OpenedWorkload(
        layers,
        () -> {
          try {
            opening.followReference();
          } catch (StoreFailure unread) {
            // The labels of before: the answer names how many entries they are of.
          }
          return opening.reference().labels();
        });
  }
}
