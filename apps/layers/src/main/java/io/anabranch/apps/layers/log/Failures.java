package io.anabranch.apps.layers.log;

import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/**
 * Collects the failures of independent attempts, and throws one of them at the end. A failure that
 * halts a layer takes precedence over one that may be retried.
 */
public final class Failures {

  private Option<StoreFailure> worst = Option.none();

  /** An operation that may fail. */
  @FunctionalInterface
  public interface Attempt {
    void run() throws StoreFailure;
  }

  /** Runs an operation and records its failure, so that the next one still runs. */
  public void catching(Attempt attempt) {
    try {
      attempt.run();
    } catch (StoreFailure failure) {
      if (worst.isEmpty()
          || (failure instanceof StoreFailure.Corrupt
              && !(worst.get() instanceof StoreFailure.Corrupt))) {
        worst = Option.some(failure);
      }
    }
  }

  public void rethrow() throws StoreFailure {
    for (StoreFailure failure : worst) {
      throw failure;
    }
  }
}
