package io.anabranch.apps.cli;

import io.anabranch.apps.process.LayerProcess;
import io.anabranch.apps.running.Crew;
import io.anabranch.apps.running.Watched;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A layer of one workload that runs or is about to. */
final class RunningLayer implements Watched, AutoCloseable {

  private static final String STARTS = "it is starting";

  private final String workload;
  private final Crew crew;
  private volatile Option<LayerProcess> process = Option.none();

  /**
   * One that is about to run.
   *
   * @param ended is told why it has ended without being told to
   */
  RunningLayer(String layer, String workload, Consumer<Throwable> ended) {
    this.workload = workload;
    this.crew = new Crew(layer + " " + workload, ended);
  }

  /** Lets it run. */
  void start(LayerProcess begun) throws StoreFailure {
    begun.start(crew);
    process = Option.some(begun);
  }

  @Override
  public String workload() {
    return workload;
  }

  /** What it does, of one that was started. */
  LayerProcess process() {
    return process.get();
  }

  @Override
  public String words() {
    return process.map(LayerProcess::words).getOrElse(STARTS);
  }

  @Override
  public Vector<String> troubles() {
    return process.isEmpty() ? Vector.of(STARTS) : crew.troubles();
  }

  @Override
  public SortedMap<String, Instant> lastSuccess() {
    return crew.lastSuccess();
  }

  @Override
  public void close() {
    crew.close();
  }
}
