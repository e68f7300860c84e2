package io.anabranch.apps.cli;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.ports.StoreFailure;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Why work on other threads has ended without being told to: the first reason, which ends all. */
final class InternalError implements Consumer<Throwable> {

  private final AtomicReference<Throwable> first = new AtomicReference<>();
  private final ShutdownSignal interruption;

  /** None yet; one wakes whoever waits for an interruption. */
  InternalError(ShutdownSignal interruption) {
    this.interruption = interruption;
  }

  @Override
  public void accept(Throwable thrown) {
    first.compareAndSet(null, thrown);
    interruption.wake();
  }

  /**
   * Throws it, if there is one.
   *
   * @throws StoreFailure what cannot be right and has halted a layer
   * @throws NotStarted if the coverage of a layer was deleted
   * @throws IllegalStateException a fault of our own
   */
  void rethrow() throws StoreFailure {
    Throwable thrown = first.get();
    if (thrown instanceof StoreFailure halted) {
      throw halted;
    }
    if (thrown instanceof NotStarted halted) {
      throw halted;
    }
    if (thrown != null) {
      throw new IllegalStateException("a layer has crashed: " + thrown, thrown);
    }
  }
}
