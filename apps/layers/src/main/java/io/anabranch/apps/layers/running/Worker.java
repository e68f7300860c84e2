package io.anabranch.apps.layers.running;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a task repeatedly on its own thread. When a store fails, the worker reports the failure
 * until the task succeeds, and retries with a growing pause. Corrupt data halts the worker, which
 * never skips it, and the failure remains reported. An internal error ends the worker.
 */
public final class Worker implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * The number of consecutive runs that must find corrupt data. A single run may have read in the
   * middle of another process's change, for example while it listed directories one by one.
   */
  private static final int RUNS_UNTIL_CORRUPT = 3;

  /** What a worker does on corrupt data. */
  public enum OnCorruption {
    /** Ends with the cause. For layers, which write. */
    HALT,
    /** Reports it and retries. For workers that only read. */
    REPORT
  }

  /** A task that is run repeatedly. */
  @FunctionalInterface
  public interface Task {
    /** Runs the task once and returns how long to rest before the next run. */
    Duration run() throws StoreFailure, InterruptedException;

    /**
     * Runs work periodically. The interval is measured from start to start; a run that takes longer
     * delays the next one.
     */
    static Task every(Duration interval, Work work) {
      return () -> {
        long began = System.nanoTime();
        work.run();
        long left = interval.toNanos() - (System.nanoTime() - began);
        return Duration.ofNanos(Math.max(left, LEAST_REST_NANOS));
      };
    }
  }

  /** Work that may fail. */
  @FunctionalInterface
  public interface Work {
    void run() throws StoreFailure;
  }

  private final String name;
  private final OnCorruption onCorruption;
  private final Task task;
  private final ActiveFailures activeFailures;
  private final Consumer<Throwable> ended;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread thread;
  private volatile Option<Instant> lastSuccess = Option.none();

  /**
   * Creates a worker; {@link #start} starts it.
   *
   * @param ended receives the cause when the worker ends without being stopped: an internal error
   *     or corrupt data
   */
  public Worker(
      String name,
      OnCorruption onCorruption,
      Task task,
      ActiveFailures activeFailures,
      Consumer<Throwable> ended) {
    this.name = name;
    this.onCorruption = onCorruption;
    this.task = task;
    this.activeFailures = activeFailures;
    this.ended = ended;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts the worker. */
  public Worker start() {
    thread.start();
    return this;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    int corrupt = 0;
    try {
      while (ending.getCount() > 0) {
        Duration rest;
        try {
          rest = task.run();
          activeFailures.clear(name);
          lastSuccess = Option.some(Instant.now());
          pause = FIRST_PAUSE;
          corrupt = 0;
        } catch (StoreFailure | NotStarted failure) {
          activeFailures.report(name, failure);
          // A layer opens the coverage first: if the coverage is missing, it was deleted
          // afterwards.
          boolean isFinal =
              failure instanceof StoreFailure.Corrupt || failure instanceof NotStarted;
          corrupt = isFinal ? corrupt + 1 : 0;
          if (corrupt == RUNS_UNTIL_CORRUPT && onCorruption == OnCorruption.HALT) {
            ended.accept(failure);
            return;
          }
          rest = pause;
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
        if (!rest.isZero()) {
          ending.await(rest.toNanos(), TimeUnit.NANOSECONDS);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // end the thread as requested
    } catch (RuntimeException | Error error) {
      ended.accept(error);
    }
  }

  /** Returns the time of the last success; none if there was none. */
  public Option<Instant> lastSuccess() {
    return lastSuccess;
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /** Stops the worker after the current run. */
  public void end() {
    ending.countDown();
  }

  /** Stops the worker and waits until it has ended. */
  @Override
  public void close() {
    end();
    boolean isInterrupted = false;
    while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        isInterrupted = true;
        thread.interrupt();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
