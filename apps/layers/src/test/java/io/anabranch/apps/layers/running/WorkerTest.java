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
  void showsATroubleForAsLongAsItLastsAndTriesAgain() throws InterruptedException {
    ActiveFailures activeFailures = new ActiveFailures();
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(2);
    CountDownLatch mended = new CountDownLatch(1);
    CountDownLatch worked = new CountDownLatch(2);
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              turns.incrementAndGet();
              if (mended.getCount() > 0) {
                failing.countDown();
                throw new StoreFailure.Unavailable("the store is down");
              }
              worked.countDown();
              return Duration.ofMillis(1);
            },
            activeFailures,
            fault -> {
              throw new AssertionError(fault);
            })) {
      worker.start();
      assertThat(failing.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(activeFailures.describe()).containsExactly("w: the store is down");

      mended.countDown();
      assertThat(worked.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(activeFailures.describe()).isEmpty();
    assertThat(activeFailures.count()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void endsWithAFaultOfItsOwn() throws Exception {
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
  void endsWithoutWaitingForARestToBeOver() {
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
                fault -> {})
            .start();
    assertThat(rested.getCount()).isLessThanOrEqualTo(1);

    worker.close();

    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void haltsAtWhatCannotBeRightAndItsTroubleStands() throws Exception {
    ActiveFailures activeFailures = new ActiveFailures();
    AtomicInteger turns = new AtomicInteger();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              turns.incrementAndGet();
              throw new StoreFailure.Corrupt("the topic was recreated");
            },
            activeFailures,
            ended::complete)) {
      worker.start();

      assertThat(ended.get(30, TimeUnit.SECONDS))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessage("the topic was recreated");
    }

    assertThat(turns).hasValue(3);
    assertThat(activeFailures.describe()).containsExactly("w: the topic was recreated");
  }

  /** As a listing does that was taken while somebody else was half-way. */
  @Test
  void goesOnWhereItIsRightAMomentLater() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch worked = new CountDownLatch(3);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    ActiveFailures activeFailures = new ActiveFailures();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.HALT,
            () -> {
              if (turns.incrementAndGet() % 3 != 0) {
                throw new StoreFailure.Corrupt("half of it");
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
  void whoOnlyLooksGoesOnTellingWhatCannotBeRight() throws Exception {
    CountDownLatch told = new CountDownLatch(5);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (Worker worker =
        new Worker(
            "w",
            Worker.OnCorruption.REPORT,
            () -> {
              told.countDown();
              throw new StoreFailure.Corrupt("a segment is absent");
            },
            new ActiveFailures(),
            ended::complete)) {
      worker.start();

      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(ended).isNotDone();
  }
}
