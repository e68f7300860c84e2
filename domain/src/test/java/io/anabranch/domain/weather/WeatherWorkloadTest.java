package io.anabranch.domain.weather;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.FoldedWorkload;
import io.anabranch.domain.view.Presentation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WeatherWorkloadTest {

  private static final FoldedWorkload<Observation> FOLDED =
      FoldedWorkload.of(
          WeatherWorkload::create,
          anObservation("Paris", "2024-06-01T00:00:00Z", 10, 8),
          anObservation("Paris", "2024-06-01T23:59:59Z", 12, 11),
          anObservation("Paris", "2024-06-01T23:59:59Z", 14, 11),
          anObservation("Paris", "2024-06-02T00:00:00Z", 9, 9),
          anObservation("Lyon", "2024-06-01T12:00:00Z", 0.3, 0.1));

  private static Observation anObservation(
      String city, String time, double temperature, double feelsLike) {
    return Observation.of(
            Utf8.of(city), Instant.parse(time).getEpochSecond(), temperature, feelsLike)
        .get();
  }

  @Test
  void hasTwoPresentations() {
    assertThat(FOLDED.workload().presentations())
        .extracting(Presentation::name)
        .containsExactly("observations", "city_stats");
    assertThat(FOLDED.workload().topics()).containsExactly("kafka-weather-events");
  }

  @Test
  void observationsAreTheMeansOfASecond() {
    assertThat(FOLDED.fields("observations"))
        .containsExactly(
            "city", "time", "count", "temperature", "feels_like", "temperature_minus_feels_like");
    assertThat(FOLDED.rows("observations"))
        .containsExactly(
            "Lyon, 2024-06-01T12:00:00Z, 1, 0.3, 0.1, 0.19999999999999998",
            "Paris, 2024-06-01T00:00:00Z, 1, 10.0, 8.0, 2.0",
            "Paris, 2024-06-01T23:59:59Z, 2, 13.0, 11.0, 2.0",
            "Paris, 2024-06-02T00:00:00Z, 1, 9.0, 9.0, 0.0");
  }

  @Test
  void statisticsOfADayAreMeansThenVariances() {
    assertThat(FOLDED.fields("city_stats"))
        .containsExactly(
            "city",
            "day",
            "count",
            "temperature_mean",
            "feels_like_mean",
            "temperature_minus_feels_like_mean",
            "temperature_variance",
            "feels_like_variance",
            "temperature_minus_feels_like_variance");
    assertThat(FOLDED.rows("city_stats"))
        .containsExactly(
            "Lyon, 2024-06-01, 1, 0.3, 0.1, 0.19999999999999998, –, –, –",
            "Paris, 2024-06-01, 3, 12.0, 10.0, 2.0, 4.0, 3.0, 1.0",
            "Paris, 2024-06-02, 1, 9.0, 9.0, 0.0, –, –, –");
  }
}
