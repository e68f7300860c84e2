package io.anabranch.apps.layers.log;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.ports.StoreFailure;
import org.junit.jupiter.api.Test;

/** What is thrown of several failures. */
final class FailuresTest {

  private final Failures failures = new Failures();

  private void fail(StoreFailure failure) {
    failures.catching(
        () -> {
          throw failure;
        });
  }

  /** Fails when the last is thrown: what halts a layer would be hidden by a store that is away. */
  @Test
  void whatHaltsComesBeforeWhatMayBeTriedAgain() {
    fail(new StoreFailure.Unavailable("away"));
    fail(new StoreFailure.Corrupt("lost"));
    fail(new StoreFailure.Unavailable("away again"));

    assertThatThrownBy(failures::rethrow)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessage("lost");
  }

  @Test
  void throwsTheFirstOfEquals() {
    fail(new StoreFailure.Unavailable("first"));
    fail(new StoreFailure.Unavailable("second"));

    assertThatThrownBy(failures::rethrow).hasMessage("first");
  }

  @Test
  void throwsNothingWhereNothingFailed() {
    failures.catching(() -> {});

    assertThatCode(failures::rethrow).doesNotThrowAnyException();
  }
}
