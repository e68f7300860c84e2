package io.anabranch.apps.wiring;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened and is to be closed, the last first. */
public final class Closing implements AutoCloseable {

  private final Deque<Runnable> open = new ArrayDeque<>();

  /** Takes note of something that was opened. */
  synchronized <T> T closing(T opened, Runnable close) {
    open.push(close);
    return opened;
  }

  /** Takes note of something else to do then. */
  public synchronized Closing alsoClosing(Runnable close) {
    open.push(close);
    return this;
  }

  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
