package io.anabranch.apps.launch.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {

  private final List<String> closed = new ArrayList<>();
  private final CloseStack closing = new CloseStack();

  @Test
  void closesTheLastFirst() {
    closing.alsoClosing(() -> closed.add("log")).alsoClosing(() -> closed.add("producer"));

    closing.close();
    closing.close();

    assertThat(closed).containsExactly("producer", "log");
  }

  @Test
  void closesTheOthersOfOneThatFails() {
    closing
        .alsoClosing(() -> closed.add("log"))
        .alsoClosing(() -> fail("second"))
        .alsoClosing(() -> fail("first"));

    assertThatThrownBy(closing::close).hasMessage("first");
    assertThat(closed).containsExactly("log");
  }

  @Test
  void noneOfThemMeetsAnInterruptionOfBefore() {
    closing.alsoClosing(() -> closed.add("interrupted " + Thread.currentThread().isInterrupted()));
    Thread.currentThread().interrupt();

    closing.close();

    assertThat(Thread.interrupted()).as("it is put off").isTrue();
    assertThat(closed).containsExactly("interrupted false");
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }
}
