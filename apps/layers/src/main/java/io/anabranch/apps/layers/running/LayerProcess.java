package io.anabranch.apps.layers.running;

import io.anabranch.ports.StoreFailure;

/** A layer of one workload that runs until it is stopped. */
public interface LayerProcess {

  /**
   * Starts the layer.
   *
   * @throws StoreFailure if the layer cannot start; a later attempt may succeed
   */
  void start(LayerThreads threads) throws StoreFailure;

  /** Registers the layer's metrics. Called once, after the start. */
  void measure(MetricRegistry metrics);

  /** Returns the status in one line. */
  String describe();

  /** Returns whether the layer has finished its work or found a reason to stop. */
  default boolean isDone() {
    return false;
  }

  /** Returns whether the layer has found no errors. */
  default boolean isRight() {
    return true;
  }
}
