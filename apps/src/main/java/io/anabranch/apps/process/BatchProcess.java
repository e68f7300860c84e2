package io.anabranch.apps.process;

import io.anabranch.apps.batch.BatchLayer;
import io.anabranch.apps.batch.EmbeddedBatchEngine;
import io.anabranch.apps.running.Crew;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.inject.Inject;

/** The batch layer of one workload. */
public final class BatchProcess implements LayerProcess {

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Opening opening;
  private final BatchLayer layer;
  private final Periods periods;
  private volatile boolean isDone;

  @Inject
  BatchProcess(
      WorkloadSetup setup,
      Ports ports,
      Periods periods,
      ExecutorService threads,
      Supplier<String> nonces,
      Clock clock) {
    this.opening = new Opening(setup, ports);
    this.periods = periods;
    int shares = Runtime.getRuntime().availableProcessors();
    this.layer =
        new BatchLayer(
            setup.factory(),
            ports,
            new EmbeddedBatchEngine(
                setup.factory(),
                ports.archive(),
                ports.batch(),
                ports.rejected(),
                ports.codec(),
                threads,
                shares,
                periods.rowsInMemory()),
            nonces,
            opening::wanted,
            publications -> false,
            clock);
  }

  @Override
  public void start(Crew crew) throws StoreFailure {
    opening.open();
    if (periods.publish().isDefined()) {
      crew.every("publisher", this::handOver, periods.publish().get());
    } else {
      crew.turns(
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
  }

  @Override
  public boolean isDone() {
    return isDone;
  }

  @Override
  public String words() {
    return String.format(
        Locale.ROOT,
        "%,d publications%s%s",
        layer.publications(),
        layer.switches() == 0 ? "" : ", switched " + layer.switches() + " times",
        layer.lastPublication().map(at -> ", the last at " + at).getOrElse(""));
  }
}
