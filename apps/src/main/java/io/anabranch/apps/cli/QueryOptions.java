package io.anabranch.apps.cli;

import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.vavr.control.Either;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of a view, on any command that reads one. */
final class QueryOptions {

  @Option(
      names = "--at",
      paramLabel = "T",
      description =
          "Only the time T in UTC: a day (2024-03-20), hour (2024-03-20T22), minute"
              + " (2024-03-20T22:00) or second.")
  private @Nullable String at;

  @Option(names = "--from", paramLabel = "T", description = "Only times from T on.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "Only times before T.")
  private @Nullable String to;

  @Option(
      names = "--by",
      paramLabel = "1m|1h|1d",
      description = "Merge the buckets of time into longer ones.")
  private @Nullable String by;

  @Option(
      names = "--layer",
      defaultValue = "merged",
      paramLabel = "merged|batch|speed",
      description = "Which layer answers; ${DEFAULT-VALUE} unless told.")
  private Layer layer = Layer.MERGED;

  Layer layer() {
    return layer;
  }

  /** Whether a time is named. */
  boolean hasSpan() {
    return at != null || from != null || to != null;
  }

  /**
   * What is asked.
   *
   * @param equal {@code COLUMN=VALUE}, each
   */
  Query query(List<String> equal) {
    Query query = Query.ALL.with(equalities(equal));
    if (at != null) {
      if (from != null || to != null) {
        throw new Usage("--at names a time, --from and --to a span: give one or the other");
      }
      query = query.within(TimeArgument.parse("--at", at).span());
    } else if (from != null || to != null) {
      long start = from == null ? Long.MIN_VALUE : TimeArgument.parse("--from", from).start();
      long end = to == null ? Long.MAX_VALUE : TimeArgument.parse("--to", to).start();
      if (end <= start) {
        throw new Usage("--to must come after --from");
      }
      query = query.within(new Query.Span(start, end));
    }
    if (by != null) {
      String spelling = by;
      query =
          query.by(
              Bucket.spelled(spelling)
                  .filter(b -> b == Bucket.MINUTE || b == Bucket.HOUR || b == Bucket.DAY)
                  .getOrElseThrow(
                      () -> new Usage("--by takes 1m, 1h or 1d, not '" + spelling + "'")));
    }
    return query;
  }

  private static Map<String, Utf8> equalities(List<String> equal) {
    Map<String, Utf8> values = new TreeMap<>();
    for (String demand : equal) {
      int sign = demand.indexOf('=');
      if (sign < 1) {
        throw new Usage("'" + demand + "' is not COLUMN=VALUE, for example node=worker01");
      }
      String column = demand.substring(0, sign);
      if (values.put(column, Utf8.of(demand.substring(sign + 1))) != null) {
        throw new Usage("'" + column + "' is given twice; ask for one value of a column at a time");
      }
    }
    return values;
  }

  /** What is to be known of an answer whose times are longer than the one that was asked for. */
  io.vavr.control.Option<String> coarserThanAsked(Query.Fitted fitted) {
    if (at == null) {
      return io.vavr.control.Option.none();
    }
    TimeArgument asked = TimeArgument.parse("--at", at);
    long start = fitted.by().startOf(asked.start());
    return io.vavr.control.Option.when(
        fitted.by().endOf(start) - start > asked.seconds(),
        () ->
            "view "
                + fitted.presentation()
                + " answers by "
                + fitted.by().spelling()
                + ": the rows are of all of "
                + fitted.by().format(start)
                + ", not of "
                + at
                + " alone");
  }

  /** Fits a query to a presentation, or says in words why it cannot be. */
  static Query.Fitted fit(Query query, Presentation shown) {
    Either<Query.Problem, Query.Fitted> fitted = query.fit(shown);
    return fitted.getOrElseThrow(problem -> new Usage(words(problem, shown)));
  }

  private static String words(Query.Problem problem, Presentation shown) {
    if (problem instanceof Query.Problem.UnknownColumn unknown) {
      return "view "
          + shown
          + " cannot be asked by '"
          + unknown.column()
          + "'; it has "
          + (unknown.known().isEmpty()
              ? "a time only: use --at"
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
    return "view " + shown + " has no time; leave out --at, --from, --to and --by";
  }
}
