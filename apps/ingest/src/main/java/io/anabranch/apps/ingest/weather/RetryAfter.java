package io.anabranch.apps.ingest.weather;

import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * The header that says when to ask again: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /** How long to wait, a day at most; none if the header says nothing that can be read. */
  static Option<Duration> of(String header, Instant now) {
    return read(header.strip(), now)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  private static Option<Duration> read(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Option.some(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime at = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Option.some(Duration.between(now, at.toInstant()));
    } catch (DateTimeParseException neither) {
      return Option.none(); // The pause is then as long as without the header.
    }
  }
}
