package io.anabranch.apps.ingest.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2015-10-21T07:27:00Z");

  @Test
  void readsSecondsAndDates() {
    assertThat(RetryAfter.of("120", NOW)).containsExactly(Duration.ofMinutes(2));
    assertThat(RetryAfter.of(" 0 ", NOW)).containsExactly(Duration.ZERO);
    assertThat(RetryAfter.of("Wed, 21 Oct 2015 07:28:00 GMT", NOW))
        .containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void limitsTheWaitToZeroAndOneDay() {
    assertThat(RetryAfter.of("Wed, 21 Oct 2015 07:26:00 GMT", NOW)).containsExactly(Duration.ZERO);
    assertThat(RetryAfter.of("999999999", NOW)).containsExactly(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "12345678901234567890"})
  void ignoresInvalidHeaders(String header) {
    assertThat(RetryAfter.of(header, NOW)).isEmpty();
  }
}
