package io.anabranch.apps.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as a request: it wakes the waiting thread, and the process exits only after this is
 * closed.
 */
final class ShutdownSignal implements AutoCloseable {

  private static final long AGAIN_MILLIS = 100;

  private final CountDownLatch wished = new CountDownLatch(1);
  private final CountDownLatch granted = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wish, "interruption");
  private volatile boolean happened;
  private Runnable wishing;

  private ShutdownSignal(Runnable wishing) {
    this.wishing = wishing;
  }

  static ShutdownSignal expected() {
    return expected(() -> {});
  }

  private static ShutdownSignal expected(Runnable wishing) {
    ShutdownSignal interruption = new ShutdownSignal(wishing);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * One that interrupts the thread which expects it, as it waits for nothing here; again and again,
   * as clients of servers have been seen to forget an interruption.
   */
  static ShutdownSignal ofThisThread() {
    Thread thread = Thread.currentThread();
    return expected(thread::interrupt);
  }

  /** Leaves Ctrl-C as it is: the process ends at once. */
  static ShutdownSignal never() {
    return new ShutdownSignal(() -> {});
  }

  private void wish() {
    happened = true;
    wished.countDown();
    try {
      do {
        synchronized (this) {
          wishing.run();
        }
      } while (!granted.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on no thread is interrupted: what it puts in order is waited for. */
  synchronized void spare() {
    wishing = () -> {};
  }

  /** Wakes the waiting thread without an interruption. */
  void wake() {
    wished.countDown();
  }

  /** Waits for a duration; false if it was woken before. */
  boolean passes(Duration time) throws InterruptedException {
    return !wished.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether the waiting thread is woken. */
  boolean isWished() {
    return wished.getCount() == 0;
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
