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
 * Takes one turn after the other on a thread of its own. A turn that fails because of something
 * outside is a trouble, shown for as long as it lasts, and is tried again, each time later. What
 * cannot be right halts a worker: it never steps over it, and its trouble stands. A fault of our
 * own ends everything.
 */
public final class Worker implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final long LEAST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /**
   * So many turns in a row must meet what cannot be right: one may have looked while somebody else
   * was half-way, at directories for example that are listed one after the other.
   */
  private static final int LOOKS_AT_CORRUPTION = 3;

  /** What a worker does about what cannot be right. */
  public enum OnCorruption {
    /** Ends, and says why: for layers, which write. */
    HALT,
    /** Goes on telling it: for who only looks. */
    REPORT
  }

  /** One turn. */
  @FunctionalInterface
  public interface Task {
    /** Does what there is to do; how long to rest before there may be more. */
    Duration take() throws StoreFailure, InterruptedException;

    /** Does something again and again, beginning so often where it is done in time. */
    static Task every(Duration period, Work work) {
      return () -> {
        long began = System.nanoTime();
        work.run();
        long left = period.toNanos() - (System.nanoTime() - began);
        return Duration.ofNanos(Math.max(left, LEAST_REST_NANOS));
      };
    }
  }

  /** Something to do. */
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
   * A worker that waits to be started.
   *
   * @param ended is told why it has ended without being told to: a fault of our own, or what cannot
   *     be right
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

  /** Lets it begin. */
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
          rest = task.take();
          activeFailures.clear(name);
          lastSuccess = Option.some(Instant.now());
          pause = FIRST_PAUSE;
          corrupt = 0;
        } catch (StoreFailure | NotStarted failure) {
          activeFailures.report(name, failure);
          // A layer opens the coverage before it works: where there is none, it was deleted since.
          boolean isFinal =
              failure instanceof StoreFailure.Corrupt || failure instanceof NotStarted;
          corrupt = isFinal ? corrupt + 1 : 0;
          if (corrupt == LOOKS_AT_CORRUPTION && onCorruption == OnCorruption.HALT) {
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
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt(); // the thread ends, as it was asked to
    } catch (RuntimeException | Error fault) {
      ended.accept(fault);
    }
  }

  /** When a turn last went well; none if none did. */
  public Option<Instant> lastSuccess() {
    return lastSuccess;
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
