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
 * Lets every layer do its work for a moment, over input and ports of its own that are thrown away:
 * a virtual machine that has just started runs it a hundred times slower than a second later, and
 * the first records would wait for that.
 */
final class WarmUp {

  private static final double RECORDS_PER_SECOND = 4000;
  private static final Duration ROUND = Duration.ofMillis(2);
  private static final int ROUNDS_PER_HAND_OVER = 20;
  private static final int FEWEST_ROUNDS = ROUNDS_PER_HAND_OVER + 1;
  private static final int MOST_ROUNDS = 4000;
  private static final Duration LONGEST = Duration.ofMillis(300);

  private static final long AUDIT_BUDGET = 5000;

  private WarmUp() {}

  /** Runs a workload's layers one after the other, on this thread. */
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
    long began = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (round > FEWEST_ROUNDS && System.nanoTime() - began > LONGEST.toNanos()) {
        break;
      }
      now.addAndGet(ROUND.toNanos());
      while (layers.feed().step() == 0) {
        // Each step sends some of what is due.
      }
      for (DefinitionFold channel : layers.channels()) {
        channel.step(Duration.ZERO);
      }
      if (round % ROUNDS_PER_HAND_OVER == 0) {
        layers.archive();
        layers.handOver();
        validation.take();
        auditor.step(AUDIT_BUDGET);
        overview.take();
        for (Presentation shown : layers.serving().workload().presentations()) {
          layers.serving().answer(Query.ALL.fit(shown).get(), Layer.MERGED, OffsetVector.ZERO);
        }
      }
    }
  }
}
