package io.anabranch.apps.running;

import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Workers that begin, fail and end together. */
public final class Crew implements AutoCloseable {

  /** Something to do. */
  @FunctionalInterface
  public interface Work {
    void run() throws StoreFailure;
  }

  private final String name;
  private final Troubles troubles;
  private final Consumer<Throwable> crashed;
  private final ConcurrentLinkedQueue<Worker> workers = new ConcurrentLinkedQueue<>();

  /**
   * Nobody yet.
   *
   * @param name stands before the name of each
   * @param crashed is told of a fault of our own
   */
  public Crew(String name, Troubles troubles, Consumer<Throwable> crashed) {
    this.name = name;
    this.troubles = troubles;
    this.crashed = crashed;
  }

  /** Lets one take turns. */
  public Worker turns(String what, Worker.Turn turn) {
    Worker worker = new Worker(name + " " + what, turn, troubles, crashed).start();
    workers.add(worker);
    return worker;
  }

  /** Lets one do something again and again, beginning so often where it is done in time. */
  public Worker every(String what, Work work, Duration period) {
    return turns(
        what,
        () -> {
          long began = System.nanoTime();
          work.run();
          long left = period.toNanos() - (System.nanoTime() - began);
          return Duration.ofNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        });
  }

  /** Lets one go, after its turn. */
  public void dismiss(Worker worker) {
    workers.remove(worker);
    worker.close();
  }

  public Vector<String> troubles() {
    return troubles.words();
  }

  /** Ends all, each after its turn. */
  @Override
  public void close() {
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
  }
}
