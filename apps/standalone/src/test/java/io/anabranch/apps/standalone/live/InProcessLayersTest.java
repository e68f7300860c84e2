package io.anabranch.apps.standalone.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.Overview;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.http.status.ValidationPoint;
import io.anabranch.apps.http.status.ValidationView;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.ingest.generate.Generators;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.GroupAssignment;
import io.anabranch.domain.view.Row;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All layers of a workload, stepped by the test. */
final class InProcessLayersTest {

  private static final double RECORDS_PER_SECOND = 500;
  private static final double SPEED_UP = 600;
  private static final Instant START = Instant.parse("2026-10-05T10:30:00Z");
  private static final Duration ROUND = Duration.ofMillis(10);
  private static final int ROUNDS_PER_HAND_OVER = 50;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger nonces = new AtomicInteger();
  private final ExecutorService folding = Executors.newSingleThreadExecutor();
  private Faults faults = Faults.NONE;

  @AfterEach
  void endFolding() {
    folding.shutdownNow();
  }

  private InProcessLayers layers(String workload) throws StoreFailure {
    return InProcessLayers.open(
        Scenario.of(factory(workload), new SliceBits(5)),
        Generators.demand(
            factory(workload), new GeneratorSettings(1, START, RECORDS_PER_SECOND / SPEED_UP)),
        SPEED_UP,
        folding,
        () -> Integer.toString(nonces.incrementAndGet(), 36),
        Clock.fixed(START, ZoneOffset.UTC),
        nanos::get,
        faults);
  }

  private static void fold(InProcessLayers layers) throws StoreFailure {
    for (DefinitionFold fold : layers.folds()) {
      while (fold.step(Duration.ZERO) > 0) {
        // until no records are left
      }
    }
  }

  private void send(InProcessLayers layers, Duration time) throws StoreFailure {
    nanos.addAndGet(time.toNanos());
    while (layers.producer().step() == 0) {
      // each step sends a batch of the records that are due
    }
  }

  /** Runs the layers for some time, with a hand-over every half second. */
  private void run(InProcessLayers layers, Duration time) throws StoreFailure {
    for (int round = 0; round < time.dividedBy(ROUND); round++) {
      send(layers, ROUND);
      fold(layers);
      if (round % ROUNDS_PER_HAND_OVER == ROUNDS_PER_HAND_OVER - 1) {
        layers.archive();
        layers.handOver();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void answersEqualARecountInEveryView(String workload) throws StoreFailure {
    InProcessLayers layers = layers(workload);

    run(layers, Duration.ofSeconds(8));
    FullRecount.Verdict verdict = layers.recount();

    assertThat(verdict.differences()).isEmpty();
    assertThat(verdict.rows()).isGreaterThan(40);
    assertThat(layers.batch().publications()).isGreaterThan(10);
    assertThat(layers.batch().republications()).isPositive();
    assertThat(layers.producer().sent()).isGreaterThan(2000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void auditorFindsNoDifference(String workload) throws StoreFailure {
    InProcessLayers layers = layers(workload);
    Auditor auditor = layers.newAuditor();

    run(layers, Duration.ofSeconds(3));
    auditor.cycle();

    assertThat(auditor.report().findings()).isEmpty();
    assertThat(auditor.report().rows()).isGreaterThan(20);
    assertThat(auditor.report().cycles()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void validationTotalsOfBatchAndSpeedEqualTheRecount(String workload) throws StoreFailure {
    InProcessLayers layers = layers(workload);
    ValidationView validation = layers.newValidation();
    for (int i = 0; i < 12; i++) {
      run(layers, Duration.ofMillis(700));
      send(layers, ROUND);
      validation.take();
    }

    assertThat(validation.totals()).hasSize(12);
    assertThat(validation.totals())
        .allMatch(point -> point.merged() == point.recount())
        .allMatch(point -> point.batch() + point.speed() == point.merged());
    ValidationPoint last = validation.totals().last();
    assertThat(last.batch()).isPositive();
    assertThat(last.merged()).isGreaterThan(validation.totals().head().merged());
  }

  @Test
  void fullRecountFindsDroppedSpeedRows() throws StoreFailure {
    InProcessLayers layers = layers("vending");
    run(layers, Duration.ofSeconds(2));
    Coverage coverage = layers.serving().coverage();
    layers.ports().speed().drop(coverage.serving());

    FullRecount.Verdict verdict = layers.recount();

    assertThat(verdict.differences()).isNotEmpty();
    assertThat(verdict.differences().mkString(" ")).contains("items: expected item=");
  }

  @Test
  void switchesTheDefinitionWhenTheShiftsChange() throws StoreFailure {
    InProcessLayers layers = layers("metrics");
    Set<Long> served = new HashSet<>();
    Set<Integer> lanes = new HashSet<>();
    Set<String> shifts = new HashSet<>();
    // The shifts change after five simulated hours: 30 seconds.
    for (int second = 0; second < 40; second++) {
      run(layers, Duration.ofSeconds(1));
      served.add(layers.serving().coverage().serving().value());
      lanes.add(layers.serving().coverage().lanes().size());
      Answer answer =
          layers
              .serving()
              .answer(
                  Query.ALL
                      .fit(layers.serving().workload().presentation("hourly_by_shift").get())
                      .get(),
                  Layer.MERGED,
                  layers.serving().logEnd());
      assertThat(answer.provenance().isExact()).isTrue();
      shifts.addAll(answer.rows().map(row -> row.values().get(1).toString()).toJavaList());
    }

    assertThat(layers.batch().switches()).isEqualTo(1);
    assertThat(served).containsExactlyInAnyOrder(1L, 2L);
    assertThat(lanes).containsExactlyInAnyOrder(1, 2);
    assertThat(shifts).contains("mañana lunes", "tarde lunes");
    assertThat(layers.recount().differences()).isEmpty();
    assertThat(layers.ports().batch().segments(new DefinitionNumber(1))).isEmpty();
  }

  @Test
  void labelsNodesWithTheirCurrentGroup() throws StoreFailure {
    InProcessLayers layers = layers("metrics");
    Set<List<String>> groupings = new HashSet<>();
    for (int second = 0; second < 30; second++) {
      run(layers, Duration.ofSeconds(1));
      layers.followReference();
      Query.Fitted hourly =
          Query.ALL.fit(layers.serving().workload().presentation("hourly").get()).get();
      Answer answer = layers.serving().answer(hourly, Layer.MERGED, OffsetVector.ZERO);
      assertThat(answer.provenance().reference()).isEqualTo(layers.labels().entries());
      groupings.add(
          answer
              .rows()
              .toJavaStream()
              .map(InProcessLayersTest::nodeAndGroup)
              .distinct()
              .sorted()
              .collect(Collectors.toList()));
    }

    assertThat(layers.labels().entries()).isGreaterThan(30);
    assertThat(groupings).anyMatch(all -> all.contains("worker09 " + GroupAssignment.UNASSIGNED));
    assertThat(groupings).anyMatch(all -> all.contains("worker09 calculo"));
    assertThat(groupings.size()).isGreaterThan(2);
  }

  private static String nodeAndGroup(Row row) {
    return row.values().get(row.fields().indexOf("node"))
        + " "
        + row.values().get(row.fields().indexOf("group"));
  }

  @Test
  void truncatesTheLogBelowWhatIsArchivedAndPublished() throws StoreFailure {
    InProcessLayers layers = layers("weather");

    run(layers, Duration.ofSeconds(4));

    Partition partition = layers.serving().partitions().get(0);
    long start = layers.ports().log().bounds(partition).from();
    assertThat(start)
        .isPositive()
        .isEqualTo(
            Math.min(
                layers.serving().coverage().servingLane().cut().at(partition),
                layers.archivedTo(partition)));
  }

  @Test
  void deletesSpeedRowsBelowThePreviousCut() throws StoreFailure {
    InProcessLayers layers = layers("weather");
    run(layers, Duration.ofSeconds(2));
    long early = speedRows(layers);

    run(layers, Duration.ofSeconds(20));

    assertThat(speedRows(layers)).isLessThan(4 * early);
  }

  private static long speedRows(InProcessLayers layers) {
    return ((InMemorySpeedViews) layers.ports().speed()).rows();
  }

  @Test
  void measuresLatencyFromDueTimeUntilReadable() throws StoreFailure {
    InProcessLayers layers = layers("vending");
    send(layers, Duration.ofSeconds(1));
    nanos.addAndGet(Duration.ofMillis(7).toNanos());
    fold(layers);

    Latency visible = layers.visible().summary();

    assertThat(visible.samples()).isEqualTo(layers.producer().sent());
    assertThat(visible.longest()).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1008));
    assertThat(visible.median()).isBetween(Duration.ofMillis(300), Duration.ofMillis(700));
  }

  @Test
  void overviewShowsBalanceAndPositionsOfEachLayer() throws StoreFailure {
    InProcessLayers layers = layers("vending");
    Overview overview =
        layers.newOverview(
            layers.newValidation(), new ActiveFailures(), layers.newAuditor()::report);
    run(layers, Duration.ofSeconds(3));
    overview.take();
    run(layers, Duration.ofSeconds(2));
    send(layers, ROUND);

    LiveStatus status = overview.take();

    assertThat(status.workload()).isEqualTo("vending");
    assertThat(status.partitions()).hasSize(3);
    for (PartitionStatus partition : status.partitions()) {
      assertThat(partition.origin()).isZero();
      assertThat(partition.logStart()).isLessThanOrEqualTo(partition.cut());
      assertThat(partition.cut()).isLessThanOrEqualTo(partition.archived());
      assertThat(partition.archived()).isLessThanOrEqualTo(partition.folded());
      assertThat(partition.folded()).isLessThanOrEqualTo(partition.logEnd());
    }
    Balance balance = status.balance();
    assertThat(balance.closes()).isTrue();
    assertThat(balance.duplicate()).isPositive();
    assertThat(balance.rejected()).isPositive();
    assertThat(balance.records())
        .isEqualTo(status.partitions().map(PartitionStatus::folded).sum().longValue());
    assertThat(status.eventsPerSecond()).isBetween(200.0, 1500.0);
    assertThat(status.publications()).isEqualTo(layers.batch().publications());
    assertThat(status.validated()).isEqualTo("units sold");
    assertThat(status.segments()).isPositive();
  }

  @Test
  void continuesAfterPortFailures() throws StoreFailure {
    AtomicLong calls = new AtomicLong();
    AtomicBoolean isHealthy = new AtomicBoolean();
    Set<String> failing =
        Set.of("SpeedViews", "Progress", "MasterDataset", "BatchViews", "CoverageLedger");
    faults =
        new Faults() {
          @Override
          public void before(PortCall call) throws StoreFailure {
            if (!isHealthy.get()
                && failing.contains(call.port())
                && calls.incrementAndGet() % 211 == 0) {
              throw new StoreFailure.Unavailable("injected: " + call);
            }
          }

          @Override
          public void after(PortCall call) throws StoreFailure {
            if (!isHealthy.get()
                && call.port().equals("Progress")
                && calls.incrementAndGet() % 101 == 0) {
              throw new StoreFailure.OutcomeUnknown("no reply: " + call);
            }
          }
        };
    InProcessLayers layers = openWithRetry(() -> layers("vending"));
    AtomicInteger failures = new AtomicInteger();
    for (int round = 0; round < 400; round++) {
      send(layers, ROUND);
      attempt(failures, () -> fold(layers));
      if (round % ROUNDS_PER_HAND_OVER == 0) {
        attempt(failures, layers::archive);
        attempt(failures, layers::handOver);
      }
    }
    isHealthy.set(true);
    fold(layers);

    assertThat(failures.get()).isGreaterThan(10);
    assertThat(layers.batch().publications()).isPositive();
    assertThat(layers.recount().differences()).isEmpty();
  }

  private interface Step {
    void run() throws StoreFailure;
  }

  private interface Opener {
    InProcessLayers open() throws StoreFailure;
  }

  private static InProcessLayers openWithRetry(Opener opener) throws StoreFailure {
    try {
      return opener.open();
    } catch (StoreFailure failed) {
      return opener.open();
    }
  }

  private static void attempt(AtomicInteger failures, Step step) {
    try {
      step.run();
    } catch (StoreFailure failed) {
      failures.incrementAndGet();
    }
  }

  private static WorkloadFactory factory(String workload) {
    return WorkloadCatalog.shipped().find(workload).get();
  }
}
