package io.anabranch.apps.layers;

/**
 * Thrown when no layer of a workload has started yet, so that its coverage does not exist. Callers
 * wait or report it: nothing has failed, and no stored data is wrong. Unchecked, because layers
 * that fold open the coverage first.
 */
public final class NotStarted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String workload;

  /** Creates the exception for a workload that the coverage ledger does not contain. */
  public NotStarted(String workload) {
    super(workload + " has no coverage: none of its layers has started yet");
    this.workload = workload;
  }

  public String workload() {
    return workload;
  }
}
