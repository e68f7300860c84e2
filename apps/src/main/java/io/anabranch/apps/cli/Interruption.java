package io.anabranch.apps.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, as a wish: whoever waits here is woken, and the process ends only after this is closed.
 */
final class Interruption implements AutoCloseable {

  private final CountDownLatch wished = new CountDownLatch(1);
  private final CountDownLatch granted = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wish, "interruption");
  private volatile boolean happened;
  private volatile Runnable onWish = () -> {};

  private Interruption() {}

  static Interruption expected() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void wish() {
    happened = true;
    wished.countDown();
    onWish.run();
    try {
      granted.await();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something as soon as Ctrl-C is pressed. */
  void then(Runnable action) {
    onWish = action;
    if (happened) {
      action.run();
    }
  }

  /** Wakes whoever waits, without an interruption. */
  void wake() {
    wished.countDown();
  }

  /** Waits so long; false if it was woken before. */
  boolean passes(Duration time) throws InterruptedException {
    return !wished.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether Ctrl-C was pressed. */
  boolean happened() {
    return happened;
  }

  @Override
  public void close() {
    granted.countDown();
    if (!happened) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        // The process ends already, and nothing is left to be woken.
        happened = true;
      }
    }
  }
}
