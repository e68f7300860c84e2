package io.anabranch.apps.layers.running;

import io.anabranch.ports.StoreFailure;

/** A layer of one workload that runs until it is told to end. */
public interface LayerProcess {

  /**
   * Begins.
   *
   * @throws StoreFailure if it cannot, and trying again later may help
   */
  void start(LayerThreads threads) throws StoreFailure;

  /** Tells its numbers; asked once, after it has begun. */
  void measure(MetricRegistry measures);

  /** How it stands, in a line. */
  String describe();

  /** Whether it has done all that there was to do, or found what ends it. */
  default boolean isDone() {
    return false;
  }

  /** Whether all that it has seen is right. */
  default boolean isRight() {
    return true;
  }
}
