package io.anabranch.apps.process;

import io.anabranch.apps.running.Crew;
import io.anabranch.apps.running.Measures;
import io.anabranch.ports.StoreFailure;

/** A layer of one workload that runs until it is told to end. */
public interface LayerProcess {

  /**
   * Begins.
   *
   * @throws StoreFailure if it cannot, and trying again later may help
   */
  void start(Crew crew) throws StoreFailure;

  /** Tells its numbers; asked once, after it has begun. */
  void measure(Measures measures);

  /** How it stands, in a line. */
  String words();

  /** Whether it has done all that there was to do, or found what ends it. */
  default boolean isDone() {
    return false;
  }

  /** Whether all that it has seen is right. */
  default boolean isRight() {
    return true;
  }
}
