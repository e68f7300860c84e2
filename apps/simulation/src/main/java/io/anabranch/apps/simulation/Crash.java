package io.anabranch.apps.simulation;

/** An actor dies: what it had in memory is gone, what it did stays. */
final class Crash extends Error {

  private static final long serialVersionUID = 1L;

  Crash() {
    super("crashed", null, false, false);
  }
}
