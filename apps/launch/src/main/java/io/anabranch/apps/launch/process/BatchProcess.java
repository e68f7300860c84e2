package io.anabranch.apps.launch.process;

import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.batch.BatchLayer;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Inject;

/** The batch layer of one workload. */
public final class BatchProcess implements LayerProcess {

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final String workload;
  private final CoverageLedger ledger;
  private final CoverageInitializer opening;
  private final BatchLayer layer;
  private final LayerIntervals periods;
  private volatile Option<Lane> serving = Option.none();
  private volatile boolean isDone;

  @Inject
  BatchProcess(
      WorkloadSetup setup,
      Layers layers,
      LayerIntervals periods,
      ExecutorService threads,
      Supplier<String> nonces,
      Clock clock) {
    this.workload = setup.name();
    this.ledger = layers.ports().ledger();
    this.opening = layers.coverage(setup);
    this.periods = periods;
    this.layer =
        layers.batch(
            layers.embeddedEngine(threads), nonces, opening::desired, publications -> false, clock);
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    opening.open();
    if (periods.publish().isDefined()) {
      threads.run("publisher", Worker.Task.every(periods.publish().get(), this::handOver));
    } else {
      threads.run(
          "publisher",
          () -> {
            if (!isDone) {
              handOver();
              isDone = true;
            }
            return AGAIN;
          });
    }
  }

  private void handOver() throws StoreFailure {
    opening.followReference();
    layer.handOver();
    serving = ledger.read(workload).map(Coverage::servingLane);
  }

  @Override
  public void measure(MetricRegistry measures) {
    measures.counter("publications", "Publications of the batch layer", layer::publications);
    measures.counter(
        "switches", "Times that the batch layer switched to another definition", layer::switches);
    measures.gauge(
        "last.publication.timestamp.seconds",
        "Time of the last publication, in seconds since 1970; 0 before the first",
        () -> layer.lastPublication().map(Instant::getEpochSecond).getOrElse(0L));
    measures.gauge(
        "definition",
        "Number of the definition that serves",
        () -> serving.map(lane -> lane.definition().number().value()).getOrElse(0L));
    measures.gauge(
        "epoch", "Epoch of the lane that serves", () -> serving.map(Lane::epoch).getOrElse(0L));
    measures.gauge(
        "segments",
        "Segments of the chain",
        () -> serving.map(lane -> lane.chain().segments().size()).getOrElse(0));
    measures.offsets(
        "partition.cut.offset",
        "The offset at which batch ends and speed begins",
        () -> serving.map(Lane::cut).getOrElse(OffsetVector.ZERO).asMap());
  }

  @Override
  public boolean isDone() {
    return isDone;
  }

  @Override
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%,d publications%s%s",
        layer.publications(),
        layer.switches() == 0 ? "" : ", switched " + layer.switches() + " times",
        layer.lastPublication().map(at -> ", the last at " + at).getOrElse(""));
  }
}
