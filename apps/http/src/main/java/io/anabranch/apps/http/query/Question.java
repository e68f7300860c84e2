package io.anabranch.apps.http.query;

import io.anabranch.domain.answer.Query;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A query of a view, as its user wrote it.
 *
 * @param prefix the prefix of option names in messages: {@code --} on the command line
 * @param equal the required values of columns of the key
 * @param at a time
 * @param from the start of a time range
 * @param to its end, exclusive
 * @param by the bucket to merge into
 */
public record Question(
    String prefix,
    SortedMap<String, String> equal,
    Option<String> at,
    Option<String> from,
    Option<String> to,
    Option<String> by) {

  public Question {
    equal = Collections.unmodifiableSortedMap(new TreeMap<>(equal));
  }

  /** The parsed query, or why it cannot be parsed. */
  public Either<String, Query> query() {
    Map<String, Utf8> required = new TreeMap<>();
    equal.forEach((column, value) -> required.put(column, Utf8.of(value)));
    return span()
        .flatMap(
            span ->
                bucket()
                    .map(
                        bucket -> {
                          Query query = Query.ALL.with(required);
                          query = span.map(query::within).getOrElse(query);
                          return bucket.map(query::by).getOrElse(query);
                        }));
  }

  private Either<String, Option<Query.Span>> span() {
    if (at.isDefined()) {
      if (from.isDefined() || to.isDefined()) {
        return Either.left(
            option("at") + " cannot be combined with " + option("from") + " and " + option("to"));
      }
      return TimeText.parse(option("at"), at.get()).map(time -> Option.some(time.span()));
    }
    if (from.isEmpty() && to.isEmpty()) {
      return Either.right(Option.none());
    }
    return bound("from", from, Long.MIN_VALUE)
        .flatMap(
            start ->
                bound("to", to, Long.MAX_VALUE)
                    .flatMap(
                        end ->
                            end <= start
                                ? Either.left(option("to") + " must be after " + option("from"))
                                : Either.right(Option.some(new Query.Span(start, end)))));
  }

  private Either<String, Long> bound(String name, Option<String> text, long open) {
    return text.isEmpty()
        ? Either.right(open)
        : TimeText.parse(option(name), text.get()).map(TimeText::start);
  }

  private Either<String, Option<Bucket>> bucket() {
    if (by.isEmpty()) {
      return Either.right(Option.none());
    }
    Option<Bucket> bucket =
        Bucket.spelled(by.get())
            .filter(b -> b == Bucket.MINUTE || b == Bucket.HOUR || b == Bucket.DAY);
    return bucket.isDefined()
        ? Either.right(bucket)
        : Either.left(option("by") + " must be 1m, 1h or 1d, not '" + by.get() + "'");
  }

  private String option(String name) {
    return prefix + name;
  }

  /** Why a presentation cannot answer this. */
  public String describe(Query.Problem problem, Presentation shown) {
    if (problem instanceof Query.Problem.UnknownColumn unknown) {
      return "view "
          + shown
          + " has no column '"
          + unknown.column()
          + "' in its key; it has "
          + (unknown.known().isEmpty()
              ? shown.key().isEmpty() ? "no key" : "only a time: use " + option("at")
              : String.join(", ", unknown.known()));
    }
    if (problem instanceof Query.Problem.TooFine fine) {
      return "view "
          + shown
          + " has buckets of "
          + fine.kept().spelling()
          + " and cannot be split into "
          + fine.asked().spelling()
          + "; use a longer bucket";
    }
    return "view "
        + shown
        + " has no time; omit "
        + option("at")
        + ", "
        + option("from")
        + ", "
        + option("to")
        + " and "
        + option("by");
  }
}
