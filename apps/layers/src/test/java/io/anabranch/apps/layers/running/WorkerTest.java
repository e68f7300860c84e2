package io.anabranch.apps.layers.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class WorkerTest {

  @Test
  void reportsAFailureUntilARetrySucceeds() throws InterruptedException {
    ActiveFailures activeFailures = new ActiveFailures();
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(2);
    CountDownLatch repaired = new CountDownLatch(1);
    CountDownLatch worked = new CountDownLatch(2);
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              runs.incrementAndGet();
              if (repaired.getCount() > 0) {
                failing.countDown();
                throw new StoreFailure.Unavailable("the store is down");
              }
              worked.countDown();
              return Duration.ofMillis(1);
            },
            activeFailures,
            error -> {
              throw new AssertionError(error);
            })) {
      worker.start();
      assertThat(failing.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(activeFailures.describe()).containsExactly("w: the store is down");

      repaired.countDown();
      assertThat(worked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(activeFailures.describe()).isEmpty();
    assertThat(activeFailures.count()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void internalErrorEndsTheWorker() throws Exception {
    CompletableFuture<Throwable> crashed = new CompletableFuture<>();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              throw new IllegalStateException("a bug");
            },
            new ActiveFailures(),
            crashed::complete)) {
      worker.start();

      assertThat(crashed.get(30, TimeUnit.SECONDS)).hasMessage("a bug");
    }
  }

  @Test
  void closeDoesNotWaitForTheRestToEnd() {
    CountDownLatch rested = new CountDownLatch(1);
    Worker worker =
        new Worker(
                "w",
                Worker.OnCorruption.HALT,
                () -> {
                  rested.countDown();
                  return Duration.ofDays(1);
                },
                new ActiveFailures(),
                error -> {})
            .start();
    assertThat(rested.getCount()).isLessThanOrEqualTo(1);

    worker.close();

    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void corruptDataHaltsTheWorkerAndStaysReported() throws Exception {
    ActiveFailures activeFailures = new ActiveFailures();
    AtomicInteger runs = new AtomicInteger();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              runs.incrementAndGet();
              throw new StoreFailure.Corrupt("the topic was recreated");
            },
            activeFailures,
            ended::complete)) {
      worker.start();

      assertThat(ended.get(30, TimeUnit.SECONDS))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessage("the topic was recreated");
    }

    assertThat(runs).hasValue(3);
    assertThat(activeFailures.describe()).containsExactly("w: the topic was recreated");
  }

  /** As when a directory is listed in the middle of another process's change. */
  @Test
  void continuesIfDataIsOnlyBrieflyCorrupt() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch worked = new CountDownLatch(3);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    ActiveFailures activeFailures = new ActiveFailures();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              if (runs.incrementAndGet() % 3 != 0) {
                throw new StoreFailure.Corrupt("half of a change");
              }
              worked.countDown();
              return Duration.ZERO;
            },
            activeFailures,
            ended::complete)) {
      worker.start();

      assertThat(worked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.isAlive()).isTrue();
    }

    assertThat(ended).isNotDone();
  }

  @Test
  void reportingWorkerContinuesOnCorruptData() throws Exception {
    CountDownLatch reports = new CountDownLatch(5);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.REPORT,
            () -> {
              reports.countDown();
              throw new StoreFailure.Corrupt("a segment is missing");
            },
            new ActiveFailures(),
            ended::complete)) {
      worker.start();

      assertThat(reports.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(ended).isNotDone();
  }
}
