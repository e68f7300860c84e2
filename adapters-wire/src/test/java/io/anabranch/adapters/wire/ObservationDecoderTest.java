package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.weather.Observation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ObservationDecoderTest {

  private final EventDecoder<Observation> decoder = ObservationDecoder.create();

  private static String observation(String temperature, String feelsLike) {
    return "{\"date\":\"2024-01-01 00:00:00\",\"city\":\"Orléans\",\"lon\":1.9,\"lat\":47.9,"
        + "\"temperature\":"
        + temperature
        + ",\"feels_like\":"
        + feelsLike
        + "}";
  }

  @Test
  void decodesAnObservationWithItsDifferenceRoundedOnce() {
    assertThat(DecodedEvents.outcomes(decoder, observation("9.16", "5.94")))
        .containsExactly(
            new Observation(
                Utf8.of("Orléans"),
                Instant.parse("2024-01-01T00:00:00Z").getEpochSecond(),
                9.16,
                5.94,
                9.16 - 5.94));
  }

  @Test
  void rejectsADifferenceThatNoDoubleHolds() {
    assertThat(DecodedEvents.outcomes(decoder, observation("1.7e308", "-1.7e308")))
        .containsExactly("not a finite number");
  }

  @Test
  void looksAtTheDateFirst() {
    assertThat(DecodedEvents.of(decoder, "{}")).containsExactly(new Rejection.Missing("date"));
    assertThat(DecodedEvents.of(decoder, "[]")).containsExactly(new Rejection.NotAnObject());
  }
}
