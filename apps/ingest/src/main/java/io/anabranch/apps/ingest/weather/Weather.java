package io.anabranch.apps.ingest.weather;

/** What came of asking for the weather of a city. */
sealed interface Weather {

  /**
   * An observation.
   *
   * @param epochSecond when
   * @param celsius a number as the reply writes it
   * @param feelsLikeCelsius a number as the reply writes it
   */
  record Observed(long epochSecond, String celsius, String feelsLikeCelsius) implements Weather {}

  /** A reply that is not what it should be. */
  record Invalid(String why) implements Weather {}

  /** No reply, however often it was asked for. */
  record Unanswered(String why) implements Weather {}

  /** The key is not taken, whatever is asked. */
  record KeyRefused(String why) implements Weather {}
}
