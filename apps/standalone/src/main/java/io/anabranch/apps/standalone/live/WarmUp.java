package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.Overview;
import io.anabranch.apps.http.status.ValidationView;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.ingest.generate.Generators;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Presentation;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Runs every layer briefly over separate input and ports, which are discarded. Code that the JVM
 * has not compiled yet runs about a hundred times slower, which would delay the first records.
 */
final class WarmUp {

  private static final double RECORDS_PER_SECOND = 4000;
  private static final Duration ROUND = Duration.ofMillis(2);
  private static final int ROUNDS_PER_HAND_OVER = 20;
  private static final int MIN_ROUNDS = ROUNDS_PER_HAND_OVER + 1;
  private static final int MAX_ROUNDS = 4000;
  private static final Duration MAX_TIME = Duration.ofMillis(300);

  private static final long AUDIT_BUDGET = 5000;

  private WarmUp() {}

  /** Runs the layers of a workload one after the other, on the calling thread. */
  static void of(
      WorkloadFactory workload,
      LiveSettings settings,
      ExecutorService folding,
      Supplier<String> nonces,
      Clock clock)
      throws StoreFailure {
    AtomicLong now = new AtomicLong();
    Generator generator =
        Generators.demand(
            workload,
            new GeneratorSettings(
                ~settings.seed(), settings.start(), RECORDS_PER_SECOND / settings.speedUp()));
    InProcessLayers layers =
        InProcessLayers.open(
            Scenario.of(workload, LiveWorkload.slices(settings)),
            generator,
            settings.speedUp(),
            folding,
            nonces,
            clock,
            now::get,
            Faults.NONE);
    ValidationView validation = layers.newValidation();
    Auditor auditor = layers.newAuditor();
    Overview overview = layers.newOverview(validation, new ActiveFailures(), auditor::report);
    long start = System.nanoTime();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (round > MIN_ROUNDS && System.nanoTime() - start > MAX_TIME.toNanos()) {
        break;
      }
      now.addAndGet(ROUND.toNanos());
      while (layers.producer().step() == 0) {
        // Each step sends a batch of the records that are due.
      }
      for (DefinitionFold fold : layers.folds()) {
        fold.step(Duration.ZERO);
      }
      if (round % ROUNDS_PER_HAND_OVER == 0) {
        layers.archive();
        layers.handOver();
        validation.take();
        auditor.step(AUDIT_BUDGET);
        overview.take();
        for (Presentation presentation : layers.serving().workload().presentations()) {
          layers
              .serving()
              .answer(Query.ALL.fit(presentation).get(), Layer.MERGED, OffsetVector.ZERO);
        }
      }
    }
  }
}
