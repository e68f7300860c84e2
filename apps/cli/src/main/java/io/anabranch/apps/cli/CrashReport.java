package io.anabranch.apps.cli;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.ports.StoreFailure;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The first failure of a thread that ended by itself; it ends the command. */
final class CrashReport implements Consumer<Throwable> {

  private final AtomicReference<Throwable> first = new AtomicReference<>();
  private final ShutdownSignal interruption;

  /** No failure yet; the first wakes the thread that waits for an interruption. */
  CrashReport(ShutdownSignal interruption) {
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
   * @throws StoreFailure if corrupt data has halted a layer
   * @throws IllegalStateException if there is an internal error
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
