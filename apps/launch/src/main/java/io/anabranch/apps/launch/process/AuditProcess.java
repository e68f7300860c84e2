package io.anabranch.apps.launch.process;

import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import javax.inject.Inject;

/** The auditor of one workload: it ends at the first divergence. */
public final class AuditProcess implements LayerProcess {

  private static final long AT_ONCE = 10_000;
  private static final Duration IDLE = Duration.ofMillis(500);

  private final Auditor auditor;

  @Inject
  AuditProcess(Layers layers) {
    this.auditor = layers.auditor();
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    threads.run(
        "auditor",
        () -> {
          long began = System.nanoTime();
          boolean isIdle = auditor.step(AT_ONCE) == 0;
          if (auditor.report().isClean() && auditor.report().failure().isDefined()) {
            throw new StoreFailure.Unavailable(auditor.report().failure().get());
          }
          return isIdle ? IDLE : Duration.ofNanos(System.nanoTime() - began);
        });
  }

  @Override
  public void measure(MetricRegistry measures) {
    measures.counter(
        "audit.cycles", "Complete audits of every slice and every view", () -> report().cycles());
    measures.counter("audit.slices", "Balances of slices recounted", () -> report().slices());
    measures.counter("audit.rows", "Rows of answers recounted", () -> report().rows());
    measures.counter(
        "audit.divergences",
        "Findings of the auditor; anything above 0 is an error",
        () -> report().divergences());
    measures.offsets(
        "partition.audited.offset",
        "The offset up to which the last round recounted",
        () -> report().reach().asMap());
  }

  /** The findings so far. */
  public AuditReport report() {
    return auditor.report();
  }

  @Override
  public String describe() {
    return auditor.report().describe();
  }

  @Override
  public boolean isDone() {
    return !isRight();
  }

  @Override
  public boolean isRight() {
    return auditor.report().isClean();
  }
}
