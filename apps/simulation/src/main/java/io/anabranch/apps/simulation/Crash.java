package io.anabranch.apps.simulation;

/** An actor crashes: it loses its memory, but the effects of its calls remain. */
final class Crash extends Error {

  private static final long serialVersionUID = 1L;

  Crash() {
    super("crashed", null, false, false);
  }
}
