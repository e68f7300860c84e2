package io.anabranch.apps.layers.log;

import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/**
 * What failed while others went on: one of all is thrown in the end, and what halts a layer comes
 * before what may be tried again.
 */
public final class Failures {

  private Option<StoreFailure> worst = Option.none();

  /** Something that may fail. */
  @FunctionalInterface
  public interface Attempt {
    void run() throws StoreFailure;
  }

  /** Tries something; what comes after it is tried, too. */
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
