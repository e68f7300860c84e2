package io.anabranch.apps.ingest.weather;

/** The result of a request for the weather of a city. */
sealed interface Weather {

  /**
   * An observation.
   *
   * @param epochSecond seconds since 1970
   * @param celsius the number as written in the reply
   * @param feelsLikeCelsius the number as written in the reply
   */
  record Observed(long epochSecond, String celsius, String feelsLikeCelsius) implements Weather {}

  /** An invalid reply. */
  record Invalid(String why) implements Weather {}

  /** No usable reply after all retries. */
  record Failed(String why) implements Weather {}

  /** The API key was rejected. */
  record KeyRejected(String why) implements Weather {}
}
