package io.anabranch.apps.launch.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first. */
public final class CloseStack implements AutoCloseable {

  private final Deque<Runnable> open = new ArrayDeque<>();

  /** Adds something that was opened. */
  synchronized <T> T closing(T opened, Runnable close) {
    open.push(close);
    return opened;
  }

  /** Adds something else to do at the end. */
  public synchronized CloseStack alsoClosing(Runnable close) {
    open.push(close);
    return this;
  }

  /**
   * Closes all, even if one of them throws or this thread was interrupted: the interrupt flag is
   * restored once all are closed.
   *
   * @throws RuntimeException the first that was thrown
   */
  @Override
  public synchronized void close() {
    boolean wasInterrupted = false;
    RuntimeException first = null;
    while (!open.isEmpty()) {
      wasInterrupted |= Thread.interrupted();
      try {
        open.pop().run();
      } catch (RuntimeException failure) {
        first = first == null ? failure : first;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (first != null) {
      throw first;
    }
  }
}
