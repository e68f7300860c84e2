package io.anabranch.apps.standalone.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.http.status.PartitionStatus;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A live workload with one thread per layer. */
@Timeout(180)
final class LiveWorkloadTest {

  private final AtomicInteger nonces = new AtomicInteger();
  private final ExecutorService folding = Executors.newSingleThreadExecutor();

  @AfterEach
  void endFolding() {
    folding.shutdownNow();
  }

  /** Waits until the status meets a condition; the deadline allows for a busy machine. */
  private static LiveStatus eventually(LiveWorkload live, Predicate<LiveStatus> condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.test(live.status())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still waiting at " + live.status());
      }
      LockSupport.parkNanos(1_000_000);
    }
    return live.status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void answersWhileRunningAndEqualsTheRecountAtTheEnd(String workload) throws Exception {
    List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
    LiveSettings settings = LiveSettings.of(3, 800, Duration.ofMillis(200));
    try (LiveWorkload live =
        LiveWorkload.open(
            factory(workload),
            settings,
            LiveWorkload::inMemory,
            folding,
            () -> Integer.toString(nonces.incrementAndGet(), 36),
            Clock.systemUTC(),
            faults::add)) {
      assertThat(live.status().balance().read()).isZero();

      live.start();
      LiveStatus running =
          eventually(live, status -> status.publications() >= 3 && status.totals().size() >= 2);
      Answer answer =
          live.answer(
              Query.ALL.fit(live.workload().presentations().get(0)).get(),
              Layer.MERGED,
              OffsetVector.ZERO);
      LiveSummary summary = live.finish();

      assertThat(running.balance().closes()).isTrue();
      assertThat(answer.rows()).isNotEmpty();
      assertThat(answer.provenance().isExact()).isTrue();
      assertThat(faults).isEmpty();
      assertThat(summary.differences()).isEmpty();
      assertThat(summary.divergences()).isZero();
      assertThat(summary.isRight()).isTrue();
      assertThat(summary.last().balance().records())
          .isEqualTo(summary.last().partitions().map(PartitionStatus::logEnd).sum().longValue());
      assertThat(summary.last().partitions()).allMatch(c -> c.folded() == c.logEnd());
      assertThat(summary.last().visible().samples()).isEqualTo(summary.last().balance().records());
      assertThat(summary.comparedRows()).isPositive();
      assertThat(summary.answered().samples()).isPositive();
      assertThat(summary.activeFailures()).isZero();
    }
  }

  /** Fails if a thread that waits for the speed layer waits forever. */
  @ParameterizedTest
  @ValueSource(strings = {"Progress", "MasterDataset"})
  void reportsUnavailablePortsAndStillEnds(String port) throws Exception {
    AtomicBoolean isUnavailable = new AtomicBoolean();
    Faults faults =
        new Faults() {
          @Override
          public void before(PortCall call) throws StoreFailure {
            if (isUnavailable.get() && call.port().equals(port)) {
              throw new StoreFailure.Unavailable(port + " is unavailable");
            }
          }
        };
    try (LiveWorkload live =
        LiveWorkload.open(
            factory("weather"),
            LiveSettings.of(3, 800, Duration.ofMillis(200)),
            (setup, topics) -> {
              InMemoryEventLog log = new InMemoryEventLog(faults);
              SortedMap<String, Topic> created = new TreeMap<>();
              topics.forEach((name, count) -> created.put(name, log.createTopic(name, count)));
              return LiveWorkload.RunEnvironment.inMemory(log, created, faults);
            },
            folding,
            () -> Integer.toString(nonces.incrementAndGet(), 36),
            Clock.systemUTC(),
            fault -> {})) {
      live.start();
      eventually(live, status -> status.publications() >= 1);

      isUnavailable.set(true);

      LiveStatus failing =
          eventually(
              live, status -> status.activeFailures().exists(one -> one.contains("overview")));
      assertThat(failing.activeFailures().mkString("\n")).contains(port + " is unavailable");
    }
  }

  private static WorkloadFactory factory(String workload) {
    return WorkloadCatalog.shipped().find(workload).get();
  }
}
