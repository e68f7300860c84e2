package io.anabranch.apps.cli;

import io.anabranch.apps.layers.running.HealthSource;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A layer of one workload that runs or is about to. */
final class RunningLayer implements HealthSource, AutoCloseable {

  private static final String STARTS = "it is starting";

  private final String workload;
  private final LayerThreads threads;
  private volatile Option<LayerProcess> process = Option.none();

  /**
   * One that is about to run.
   *
   * @param ended takes the failure if it ends by itself
   */
  RunningLayer(String layer, String workload, Consumer<Throwable> ended) {
    this.workload = workload;
    this.threads = new LayerThreads(layer + " " + workload, ended);
  }

  /** Starts it. */
  void start(LayerProcess begun) throws StoreFailure {
    begun.start(threads);
    process = Option.some(begun);
  }

  @Override
  public String workload() {
    return workload;
  }

  /** The process; it must have been started. */
  LayerProcess process() {
    return process.get();
  }

  @Override
  public String describe() {
    return process.map(LayerProcess::describe).getOrElse(STARTS);
  }

  @Override
  public Vector<String> activeFailures() {
    return process.isEmpty() ? Vector.of(STARTS) : threads.activeFailures();
  }

  /** What fails now and is tried again, with what to do about it. */
  Vector<String> failuresWithNextSteps() {
    return process.isEmpty()
        ? Vector.of(STARTS)
        : Vector.ofAll(threads.failuresByWorker().entrySet())
            .map(one -> one.getKey() + ": " + Remedies.withNextStep(one.getValue()));
  }

  @Override
  public SortedMap<String, Instant> lastSuccess() {
    return threads.lastSuccess();
  }

  @Override
  public void close() {
    threads.close();
  }
}
