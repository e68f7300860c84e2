package io.anabranch.apps.simulation;

/** Follows the progress of a simulation, on its threads, and may stop it. */
@FunctionalInterface
public interface SimulationListener {

  /** Does nothing. */
  SimulationListener SILENT = (done, total, answers) -> true;

  /**
   * Called after each schedule.
   *
   * @param done how many schedules have run
   * @param total how many schedules will run
   * @param answers how many answers were checked
   * @return whether to continue
   */
  boolean shouldContinue(long done, long total, long answers);
}
