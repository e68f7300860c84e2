package io.anabranch.apps.standalone.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.standalone.latency.Latencies;
import io.anabranch.apps.standalone.latency.VisibilityLatency;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The components of live workloads. */
@Timeout(60)
final class LivePartsTest {

  private static final Partition PARTITION = new Partition(new Topic("t", new UUID(0, 1)), 0);

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void summarizesLatencies() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) {
      latencies.record(TimeUnit.MILLISECONDS.toNanos(i));
    }

    Latency summary = latencies.summary();

    assertThat(summary.samples()).isEqualTo(1000);
    assertThat(summary.median()).isBetween(millis(499), millis(501));
    assertThat(summary.p99()).isBetween(millis(989), millis(991));
    assertThat(summary.longest()).isBetween(millis(1000), millis(1001));
    assertThat(new Latencies().summary()).isEqualTo(Latency.NONE);
  }

  @Test
  void combinesLatenciesOfSeveralWorkloads() {
    Latencies one = new Latencies();
    Latencies other = new Latencies();
    one.record(1_000_000);
    other.record(3_000_000);

    Latency combined = Latencies.combined(List.of(one, other));

    assertThat(combined.samples()).isEqualTo(2);
    assertThat(combined.longest()).isBetween(millis(3), Duration.ofNanos(3_010_000));
  }

  @Test
  void measuresVisibilityForAnyBacklogAndReportOrder() {
    AtomicLong now = new AtomicLong(10_000);
    Latencies took = new Latencies();
    VisibilityLatency visibility = new VisibilityLatency(took, now::get);
    for (int offset = 0; offset < 5000; offset++) {
      visibility.recordSent(PARTITION, offset, offset);
      if (offset == 700) {
        visibility.recordReadable(OffsetVector.of(PARTITION, 600));
      }
    }
    assertThat(took.summary().samples()).isEqualTo(600);

    visibility.recordReadable(OffsetVector.of(PARTITION, 5002));
    visibility.recordSent(PARTITION, 5001, 9_000); // readable before it was reported as sent
    visibility.recordSent(PARTITION, 5002, 9_000);

    assertThat(took.summary().samples()).isEqualTo(5001);
  }

  @Test
  void scalesSimulatedTimeByTheSpeedUp() {
    TimeScale timeScale = new TimeScale(1000, 5_000, 600);

    assertThat(timeScale.nanosAt(1000)).isEqualTo(5_000);
    assertThat(timeScale.nanosAt(601_000)).isEqualTo(1_000_005_000L);
    assertThat(timeScale.delayedBy(7).nanosAt(1000)).isEqualTo(5_007);
  }

  @Test
  void heapIsFullOnlyAboveTheShare() {
    assertThat(new HeapWatch(2).isFull()).isFalse();
  }

  @Test
  void choosesSlicesSoThatSeveralCloseBetweenPublications() {
    LiveSettings slow = LiveSettings.of(1, 1, Duration.ofSeconds(1));
    LiveSettings fast = LiveSettings.of(1, 5000, Duration.ofSeconds(5));

    assertThat(LiveWorkload.slices(slow).bits()).isEqualTo(3);
    assertThat(1L << LiveWorkload.slices(fast).bits()).isBetween(1024L, 2048L);
  }
}
