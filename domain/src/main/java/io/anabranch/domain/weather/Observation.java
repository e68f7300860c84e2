package io.anabranch.domain.weather;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Either;

/**
 * The weather of a city at an instant, in the units of the source.
 *
 * @param city not empty
 * @param epochSecond the time, in seconds since 1970
 * @param temperature finite
 * @param feelsLike finite
 * @param difference temperature − feelsLike, rounded once to a double; finite
 */
public record Observation(
    Utf8 city, long epochSecond, double temperature, double feelsLike, double difference) {

  /** An observation with its difference; none if that is beyond the range of a double. */
  public static Either<Rejection, Observation> of(
      Utf8 city, long epochSecond, double temperature, double feelsLike) {
    double difference = temperature - feelsLike + 0.0;
    return Double.isFinite(difference)
        ? Either.right(new Observation(city, epochSecond, temperature, feelsLike, difference))
        : Either.left(new Rejection.NotFinite("temperature_minus_feels_like"));
  }
}
