package io.anabranch.apps.running;

import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes one turn after the other on a thread of its own. A turn that fails because of something
 * outside is a trouble, shown for as long as it lasts, and is tried again, each time later; a fault
 * of our own ends everything.
 */
public final class Worker implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** One turn. */
  @FunctionalInterface
  public interface Turn {
    /** Does what there is to do; how long to rest before there may be more. */
    Duration take() throws StoreFailure, InterruptedException;
  }

  private final String name;
  private final Turn turn;
  private final Troubles troubles;
  private final Consumer<Throwable> crashed;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;

  /**
   * A worker that waits to be started.
   *
   * @param crashed is told of a fault of our own
   */
  public Worker(String name, Turn turn, Troubles troubles, Consumer<Throwable> crashed) {
    this.name = name;
    this.turn = turn;
    this.troubles = troubles;
    this.crashed = crashed;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Lets it begin. */
  public Worker start() {
    thread.start();
    return this;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (ending.getCount() > 0) {
        Duration rest;
        try {
          rest = turn.take();
          troubles.hasNone(name);
          pause = FIRST_PAUSE;
        } catch (StoreFailure failure) {
          troubles.has(name, String.valueOf(failure.getMessage()));
          rest = pause;
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        if (!rest.isZero()) {
          ending.await(rest.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt(); // the end of the thread, as told
    } catch (RuntimeException | Error fault) {
      crashed.accept(fault);
    }
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Ends it after the turn under way. */
  public void end() {
    ending.countDown();
  }

  /** Ends it, and waits until it has ended. */
  @Override
  public void close() {
    end();
    boolean isInterrupted = false;
    while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
      try {
        thread.join();
      } catch (InterruptedException hurry) {
        isInterrupted = true;
        thread.interrupt();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
