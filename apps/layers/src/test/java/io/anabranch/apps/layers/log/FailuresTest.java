package io.anabranch.apps.layers.log;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.ports.StoreFailure;
import org.junit.jupiter.api.Test;

/** Which of several failures is thrown. */
final class FailuresTest {

  private final Failures failures = new Failures();

  private void fail(StoreFailure failure) {
    failures.catching(
        () -> {
          throw failure;
        });
  }

  /**
   * Fails when the last failure is thrown: an unavailable store would hide a failure that halts a
   * layer.
   */
  @Test
  void corruptionTakesPrecedenceOverRetriableFailures() {
    fail(new StoreFailure.Unavailable("unavailable"));
    fail(new StoreFailure.Corrupt("lost"));
    fail(new StoreFailure.Unavailable("unavailable again"));

    assertThatThrownBy(failures::rethrow)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessage("lost");
  }

  @Test
  void throwsTheFirstOfEqualFailures() {
    fail(new StoreFailure.Unavailable("first"));
    fail(new StoreFailure.Unavailable("second"));

    assertThatThrownBy(failures::rethrow).hasMessage("first");
  }

  @Test
  void throwsNothingIfNothingFailed() {
    failures.catching(() -> {});

    assertThatCode(failures::rethrow).doesNotThrowAnyException();
  }
}
