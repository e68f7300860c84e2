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
 * What is asked of a view, as it was written.
 *
 * @param prefix what stands before the name of an option where the user wrote it: {@code --} on the
 *     command line
 * @param equal the value demanded of each column of the key that is named
 * @param at a time
 * @param from where a span of time starts
 * @param to where it ends, exclusive
 * @param by the length of time to merge into
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

  /** The query that it spells, or in words why it spells none. */
  public Either<String, Query> query() {
    Map<String, Utf8> demanded = new TreeMap<>();
    equal.forEach((column, value) -> demanded.put(column, Utf8.of(value)));
    return span()
        .flatMap(
            span ->
                bucket()
                    .map(
                        bucket -> {
                          Query query = Query.ALL.with(demanded);
                          query = span.map(query::within).getOrElse(query);
                          return bucket.map(query::by).getOrElse(query);
                        }));
  }

  private Either<String, Option<Query.Span>> span() {
    if (at.isDefined()) {
      if (from.isDefined() || to.isDefined()) {
        return Either.left(
            option("at")
                + " names a time, "
                + option("from")
                + " and "
                + option("to")
                + " a span: give one or the other");
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
                                ? Either.left(option("to") + " must come after " + option("from"))
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
        : Either.left(option("by") + " takes 1m, 1h or 1d, not '" + by.get() + "'");
  }

  private String option(String name) {
    return prefix + name;
  }

  /** Why a presentation cannot be asked this, in words. */
  public String describe(Query.Problem problem, Presentation shown) {
    if (problem instanceof Query.Problem.UnknownColumn unknown) {
      return "view "
          + shown
          + " cannot be asked by '"
          + unknown.column()
          + "'; it has "
          + (unknown.known().isEmpty()
              ? shown.key().isEmpty() ? "no key" : "a time only: use " + option("at")
              : String.join(", ", unknown.known()));
    }
    if (problem instanceof Query.Problem.TooFine fine) {
      return "view "
          + shown
          + " is kept by "
          + fine.kept().spelling()
          + " and cannot be shown by "
          + fine.asked().spelling()
          + "; ask for a longer time";
    }
    return "view "
        + shown
        + " has no time; leave out "
        + option("at")
        + ", "
        + option("from")
        + ", "
        + option("to")
        + " and "
        + option("by");
  }
}
