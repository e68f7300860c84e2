package io.anabranch.apps.simulation;

/** Hears how a simulation gets on, on its threads, and may stop it. */
@FunctionalInterface
public interface SimulationListener {

  /** Hears nothing. */
  SimulationListener SILENT = (done, of, answers) -> true;

  /**
   * So many schedules are done.
   *
   * @return whether to go on
   */
  boolean isToGoOn(long done, long of, long answers);
}
