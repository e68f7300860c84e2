package io.anabranch.domain.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Utf8;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LatestTest {

  private static void add(Latest latest, Latest.Entry entry) {
    latest.add(entry.epochSecond(), entry.number(), entry.text());
  }

  private static Latest.Entry user(long epochSecond, long karma, String name) {
    return new Latest.Entry(epochSecond, karma, Utf8.of(name));
  }

  private static Latest.Entry latestOf(Latest.Entry... entries) {
    Latest latest = Latest.MONOID.zero();
    for (Latest.Entry entry : entries) {
      add(latest, entry);
    }
    return latest.entry().get();
  }

  @Test
  void keepsTheLawsOfAMonoid() {
    MonoidLaws.of(
            Latest.MONOID,
            LatestTest::add,
            random -> user(random.nextInt(3), random.nextInt(-1, 2), "n" + random.nextInt(3)))
        .idempotent()
        .check();
  }

  @Test
  void isTheLatestThenTheGreatestThenTheLastByCodePoint() {
    assertThat(latestOf(user(2, 1, "a"), user(1, 9, "z"))).isEqualTo(user(2, 1, "a"));
    assertThat(latestOf(user(2, 1, "a"), user(2, 9, "A"))).isEqualTo(user(2, 9, "A"));
    assertThat(latestOf(user(2, 1, "\uD83D\uDE00"), user(2, 1, "\uFF5E")))
        .isEqualTo(user(2, 1, "\uD83D\uDE00"));
    assertThat(latestOf(user(0, Long.MIN_VALUE, ""))).isEqualTo(user(0, Long.MIN_VALUE, ""));
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(Latest.MONOID.zero().entry()).isEmpty();
  }

  @Test
  void aKeptTextDoesNotRetainTheRecord() {
    byte[] record = "{\"username\":\"ann\"}".getBytes(StandardCharsets.UTF_8);
    Latest latest = Latest.MONOID.zero();
    latest.add(1, 1, Utf8.slice(record, 13, 3));

    Utf8 kept = latest.entry().get().text();
    assertThat(kept.detached()).isSameAs(kept).hasToString("ann");
  }

  @Test
  void contentThatNoStateWritesIsMalformed() {
    assertThatThrownBy(() -> RecordedState.content(2).readBy(Latest.MONOID))
        .isInstanceOf(MalformedStateException.class);
    assertThatThrownBy(() -> RecordedState.content(1, 5, 5).readBy(Latest.MONOID))
        .isInstanceOf(MalformedStateException.class);
  }
}
