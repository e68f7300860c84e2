package io.anabranch.apps.launch.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened and is to be closed, the last first. */
public final class CloseStack implements AutoCloseable {

  private final Deque<Runnable> open = new ArrayDeque<>();

  /** Takes note of something that was opened. */
  synchronized <T> T closing(T opened, Runnable close) {
    open.push(close);
    return opened;
  }

  /** Takes note of something else to do then. */
  public synchronized CloseStack alsoClosing(Runnable close) {
    open.push(close);
    return this;
  }

  /**
   * Closes all, whatever one of them throws, and even if this thread was interrupted: that is put
   * off until all are closed.
   *
   * @throws RuntimeException what the first to fail threw
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
