package io.anabranch.apps.http.query;

import io.anabranch.domain.answer.Query;
import io.vavr.control.Either;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as users write it, in UTC, with the precision that they write: a day, an hour, a minute or
 * a second.
 *
 * @param start its first second since 1970
 * @param seconds its length
 */
public record TimeText(long start, long seconds) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?:[T ](\\d{2})(?::(\\d{2})(?::(\\d{2}))?)?)?Z?");

  /**
   * Parses a time.
   *
   * @param name the name of the parameter, for messages
   * @return the time, or why it cannot be parsed
   */
  public static Either<String, TimeText> parse(String name, String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      try {
        LocalDateTime time =
            LocalDateTime.of(
                number(form, 1),
                number(form, 2),
                number(form, 3),
                number(form, 4),
                number(form, 5),
                number(form, 6));
        return Either.right(
            new TimeText(
                time.toEpochSecond(ZoneOffset.UTC),
                form.group(6) != null
                    ? 1
                    : form.group(5) != null ? 60 : form.group(4) != null ? 3600 : 86400));
      } catch (DateTimeException outside) {
        return Either.left(name + " '" + text + "' is not a time: " + outside.getMessage());
      }
    }
    return Either.left(
        name
            + " '"
            + text
            + "' is not a time (examples, in UTC: 2024-03-20, 2024-03-20T22:00,"
            + " 2024-03-20T22:00:05)");
  }

  private static int number(Matcher form, int group) {
    return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
  }

  /** Its seconds. */
  public Query.Span span() {
    return new Query.Span(start, start + seconds);
  }
}
