package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * The Retry-After header: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

  private static final Duration MAX_WAIT = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /** The time to wait, at most one day; none if the header is invalid. */
  static Option<Duration> of(String header, Instant now) {
    return read(header.strip(), now)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(MAX_WAIT) < 0 ? wait : MAX_WAIT);
  }

  private static Option<Duration> read(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Option.some(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Option.some(Duration.between(now, at.toInstant()));
    } catch (DateTimeParseException neither) {
      return Option.none(); // The pause is then the same as without the header.
    }
  }
}
