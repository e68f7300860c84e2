package io.anabranch.apps.layers;

/**
 * No layer of a workload has started yet, so there is no coverage to answer from or to fold along.
 * It is a state to wait for or to report: nothing has failed, and nothing that is stored is wrong.
 * Unchecked, as layers that fold open the coverage first.
 */
public final class NotStarted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String workload;

  /** The state of a workload that the coverage ledger does not have. */
  public NotStarted(String workload) {
    super(workload + " has no coverage: none of its layers has started yet");
    this.workload = workload;
  }

  public String workload() {
    return workload;
  }
}
