package io.anabranch.apps.process;

import io.anabranch.apps.audit.AuditReport;
import io.anabranch.apps.audit.Auditor;
import io.anabranch.apps.running.Crew;
import io.anabranch.apps.running.Measures;
import io.anabranch.apps.serving.Reader;
import io.anabranch.apps.wiring.Ports;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import javax.inject.Inject;

/** The auditor of one workload: it ends with the first divergence that it finds. */
public final class AuditProcess implements LayerProcess {

  private static final long AT_ONCE = 10_000;
  private static final Duration IDLE = Duration.ofMillis(500);

  private final Auditor auditor;

  @Inject
  AuditProcess(WorkloadSetup setup, Ports ports) {
    this.auditor =
        new Auditor(
            setup.factory(),
            ports,
            new Reader(
                setup.untold(),
                ports.ledger(),
                ports.progress(),
                ports.speed(),
                ports.batch(),
                ports.codec()));
  }

  @Override
  public void start(Crew crew) throws StoreFailure {
    crew.turns(
        "auditor",
        () -> {
          long began = System.nanoTime();
          boolean isIdle = auditor.step(AT_ONCE) == 0;
          if (auditor.report().isClean() && auditor.report().trouble().isDefined()) {
            throw new StoreFailure.Unavailable(auditor.report().trouble().get());
          }
          return isIdle ? IDLE : Duration.ofNanos(System.nanoTime() - began);
        });
  }

  @Override
  public void measure(Measures measures) {
    measures.counter(
        "audit.cycles",
        "Times that every slice and every view was audited",
        () -> report().cycles());
    measures.counter("audit.slices", "Balances of slices recounted", () -> report().slices());
    measures.counter("audit.rows", "Rows of answers recounted", () -> report().rows());
    measures.counter(
        "audit.divergences",
        "Findings of the auditor; anything above 0 is a fault",
        () -> report().divergences());
    measures.offsets(
        "partition.audited.offset",
        "Up to where the last round recounted",
        () -> report().reach().asMap());
  }

  /** What it has found so far. */
  public AuditReport report() {
    return auditor.report();
  }

  @Override
  public String words() {
    return auditor.report().words();
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
