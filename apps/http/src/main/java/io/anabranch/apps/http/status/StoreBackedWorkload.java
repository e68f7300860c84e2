package io.anabranch.apps.http.status;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A workload that answers from stores which other processes write, and audits its answers until it
 * is closed.
 */
public final class StoreBackedWorkload implements ServedWorkload, AutoCloseable {

  private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(500);
  private static final Duration OVERVIEW_INTERVAL = Duration.ofMillis(500);
  private static final Duration VALIDATION_INTERVAL = Duration.ofSeconds(1);
  private static final long AUDIT_BUDGET = 1_000;

  /** The auditor rests 39 times as long as it works: it gets a fortieth of a processor. */
  private static final long AUDIT_REST_FACTOR = 39;

  private static final Duration AUDIT_IDLE = Duration.ofMillis(500);

  private final ServingLayer serving;
  private final Clock clock;
  private final Consumer<Throwable> crashed;
  private final ActiveFailures activeFailures = new ActiveFailures();
  private final ValidationView validation;
  private final Auditor auditor;
  private final Overview overview;
  private final AtomicLong publications = new AtomicLong();
  private final List<Worker> workers = new ArrayList<>();
  private volatile Option<Instant> lastPublication = Option.none();
  private volatile LiveStatus status;
  private OffsetVector cut;

  /**
   * A workload that has read its first status and runs nothing yet.
   *
   * @param crashed receives an internal error, on the thread that it happened on
   * @throws io.anabranch.apps.layers.NotStarted if the workload has no coverage
   */
  public StoreBackedWorkload(
      Layers layers, Supplier<LabelsAt> labels, Clock clock, Consumer<Throwable> crashed)
      throws StoreFailure {
    LayerPorts ports = layers.ports();
    this.serving = layers.serving(labels, clock);
    this.clock = clock;
    this.crashed = crashed;
    this.validation =
        new ValidationView(serving, ports.log(), ports.archive(), ValidationMeasure.BALANCE, clock);
    this.auditor = layers.auditor();
    this.overview =
        new Overview(
            serving,
            ports.progress(),
            ports.log(),
            ports.archive(),
            new Overview.Sources(
                publications::get,
                () -> lastPublication,
                () -> Latency.NONE,
                validation::totals,
                activeFailures::describe,
                auditor::report),
            ValidationMeasure.BALANCE.description(),
            clock,
            System::nanoTime);
    this.cut = serving.coverage().servingLane().cut();
    this.publications.set(serving.coverage().servingLane().epoch()); // each was a publication
    this.status = overview.take();
  }

  /** Starts to follow what others write, and to audit it. */
  public StoreBackedWorkload start() {
    run("follower", Worker.Task.every(FOLLOW_INTERVAL, this::follow));
    run("overview", Worker.Task.every(OVERVIEW_INTERVAL, () -> status = overview.take()));
    run("validation", Worker.Task.every(VALIDATION_INTERVAL, validation::take));
    run("auditor", this::audit);
    return this;
  }

  private void run(String what, Worker.Task task) {
    String name = serving.factory().workload() + " " + what;
    workers.add(
        new Worker(name, Worker.OnCorruption.REPORT, task, activeFailures, crashed).start());
  }

  private void follow() throws StoreFailure {
    serving.follow();
    OffsetVector now = serving.coverage().servingLane().cut();
    if (!now.equals(cut)) {
      cut = now;
      publications.incrementAndGet();
      lastPublication = Option.some(clock.instant());
    }
  }

  private Duration audit() {
    long began = System.nanoTime();
    boolean isIdle = auditor.step(AUDIT_BUDGET) == 0;
    long took = System.nanoTime() - began;
    return isIdle ? AUDIT_IDLE : Duration.ofNanos(took * AUDIT_REST_FACTOR);
  }

  @Override
  public Workload<?> workload() {
    return serving.workload();
  }

  @Override
  public Answer answer(Query.Fitted query, Layer layer, OffsetVector atLeast) throws StoreFailure {
    return serving.answer(query, layer, atLeast);
  }

  @Override
  public LiveStatus status() {
    return status.with(auditor.report(), activeFailures.describe());
  }

  /** Descriptions of the first validation points that did not agree. */
  public Vector<String> disagreements() {
    return validation.disagreements();
  }

  @Override
  public void close() {
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
  }
}
