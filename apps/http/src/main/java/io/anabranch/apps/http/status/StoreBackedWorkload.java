package io.anabranch.apps.http.status;

import java.util.function.Supplier;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.running.Worker;
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

/**
 * A workload that answers from ports which others write, and audits what it answers, until it is
 * closed.
 */
public final class StoreBackedWorkload implements ServedWorkload, AutoCloseable {

  private static final Duration FOLLOWED_EVERY = Duration.ofMillis(500);
  private static final Duration OVERVIEW_EVERY = Duration.ofMillis(500);
  private static final Duration VALIDATED_EVERY = Duration.ofSeconds(1);
  private static final long AUDITED_AT_ONCE = 1_000;

  /** The auditor rests so many times as long as it works: it gets a fortieth of a processor. */
  private static final long AUDITOR_RESTS_TIMES = 39;

  private static final Duration AUDITOR_WAITS = Duration.ofMillis(500);

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
   * A workload that looks what there is and lets nothing run yet.
   *
   * @param crashed is told of a fault of our own, on the thread that it happened on
   */
  public StoreBackedWorkload(
      Layers layers, Supplier<LabelsAt> labels, Clock clock, Consumer<Throwable> crashed)
      throws StoreFailure {
    LayerPorts ports = layers.ports();
    this.serving = layers.serving(labels, clock);
    this.clock = clock;
    this.crashed = crashed;
    this.validation = new ValidationView(
            serving, ports.log(), ports.archive(), ValidationMeasure.BALANCE, clock);
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
    this.publications.set(serving.coverage().servingLane().epoch()); // each was one
    this.status = overview.take();
  }

  /** Lets it follow what others do, and audit it. */
  public StoreBackedWorkload start() {
    looker("follower", Worker.Task.every(FOLLOWED_EVERY, this::follow));
    looker("overview", Worker.Task.every(OVERVIEW_EVERY, () -> status = overview.take()));
    looker("validation", Worker.Task.every(VALIDATED_EVERY, validation::take));
    looker("auditor", this::audit);
    return this;
  }

  private void looker(String what, Worker.Task turn) {
    String name = serving.factory().workload() + " " + what;
    workers.add(
        new Worker(name, Worker.OnCorruption.REPORT, turn, activeFailures, crashed).start());
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
    boolean isIdle = auditor.step(AUDITED_AT_ONCE) == 0;
    long took = System.nanoTime() - began;
    return isIdle ? AUDITOR_WAITS : Duration.ofNanos(took * AUDITOR_RESTS_TIMES);
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

  /** Points of the validation view that did not agree, in words; the first of them. */
  public Vector<String> disagreements() {
    return validation.disagreements();
  }

  @Override
  public void close() {
    workers.forEach(Worker::end);
    workers.forEach(Worker::close);
  }
}
