package io.anabranch.apps.layers.running;

import io.vavr.collection.Vector;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The workers of a layer, which begin and end together; what cannot be right halts them. */
public final class LayerThreads implements AutoCloseable {

  private final String name;
  private final ActiveFailures activeFailures = new ActiveFailures();
  private final Consumer<Throwable> ended;
  private final ConcurrentNavigableMap<String, Worker> workers = new ConcurrentSkipListMap<>();

  /**
   * Nobody yet.
   *
   * @param name stands before the name of each
   * @param ended is told why one has ended without being told to
   */
  public LayerThreads(String name, Consumer<Throwable> ended) {
    this.name = name;
    this.ended = ended;
  }

  /**
   * Lets one take turns.
   *
   * @param what it does, in a word or two that nobody else here has
   */
  public void run(String what, Worker.Task task) {
    Worker worker = new Worker(full(what), Worker.OnCorruption.HALT, task, activeFailures, ended);
    if (workers.putIfAbsent(what, worker) != null) {
      throw new IllegalArgumentException("there is a " + what + " already");
    }
    worker.start();
  }

  /** Lets one go, after its turn, and its trouble with it. */
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

  /** What fails now, by the worker that tries it again. */
  public SortedMap<String, Exception> failuresByWorker() {
    return activeFailures.byWorker();
  }

  /** When the last turn of each went well, of those that had one. */
  public SortedMap<String, Instant> lastSuccess() {
    SortedMap<String, Instant> last = new TreeMap<>();
    workers.forEach((what, worker) -> worker.lastSuccess().forEach(at -> last.put(what, at)));
    return last;
  }

  /** Ends all, each after its turn. */
  @Override
  public void close() {
    workers.values().forEach(Worker::end);
    workers.values().forEach(Worker::close);
  }
}
