package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The workers of a layer, which are stopped together. A worker halts on corrupt data. */
public final class LayerThreads implements AutoCloseable {

  private final String name;
  private final ActiveFailures activeFailures = new ActiveFailures();
  private final Consumer<Throwable> ended;
  private final ConcurrentNavigableMap<String, Worker> workers = new ConcurrentSkipListMap<>();

  /**
   * Creates a group without workers.
   *
   * @param name the prefix of each worker's name
   * @param ended receives the cause when a worker ends without being stopped
   */
  public LayerThreads(String name, Consumer<Throwable> ended) {
    this.name = name;
    this.ended = ended;
  }

  /**
   * Starts a worker that runs a task repeatedly.
   *
   * @param what the task's name, in a word or two; unique in this group
   */
  public void run(String what, Worker.Task task) {
    Worker worker = new Worker(full(what), Worker.OnCorruption.HALT, task, activeFailures, ended);
    if (workers.putIfAbsent(what, worker) != null) {
      throw new IllegalArgumentException("worker '" + what + "' already exists");
    }
    worker.start();
  }

  /** Stops a worker after its current run and clears its failure. */
  public void stop(String what) {
    Worker worker = workers.remove(what);
    if (worker != null) {
      worker.close();
      activeFailures.clear(full(what));
    }
  }

  private String full(String what) {
    return name + " " + what;
  }

  public Vector<String> activeFailures() {
    return activeFailures.describe();
  }

  /** Returns the current failures, by the worker that retries. */
  public SortedMap<String, Exception> failuresByWorker() {
    return activeFailures.byWorker();
  }

  /** Returns the time of each worker's last success; workers without one are absent. */
  public SortedMap<String, Instant> lastSuccess() {
    SortedMap<String, Instant> last = new TreeMap<>();
    workers.forEach((what, worker) -> worker.lastSuccess().forEach(at -> last.put(what, at)));
    return last;
  }

  /** Stops all workers, each after its current run. */
  @Override
  public void close() {
    workers.values().forEach(Worker::end);
    workers.values().forEach(Worker::close);
  }
}
