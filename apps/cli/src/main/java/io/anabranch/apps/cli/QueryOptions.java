package io.anabranch.apps.cli;

import io.anabranch.apps.http.query.Question;
import io.anabranch.apps.http.query.TimeText;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Workload;
import io.vavr.control.Option;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of a query. */
final class QueryOptions {

  @picocli.CommandLine.Option(
      names = "--at",
      paramLabel = "T",
      description =
          "Only the time T in UTC: a day (2024-03-20), hour (2024-03-20T22), minute"
              + " (2024-03-20T22:00) or second.")
  private @Nullable String at;

  @picocli.CommandLine.Option(
      names = "--from",
      paramLabel = "T",
      description = "Only times from T on.")
  private @Nullable String from;

  @picocli.CommandLine.Option(
      names = "--to",
      paramLabel = "T",
      description = "Only times before T.")
  private @Nullable String to;

  @picocli.CommandLine.Option(
      names = "--by",
      paramLabel = "1m|1h|1d",
      description = "Merge rows into longer buckets of time.")
  private @Nullable String by;

  @picocli.CommandLine.Option(
      names = "--layer",
      defaultValue = "merged",
      paramLabel = "merged|batch|speed",
      description = "Which layer answers (default: ${DEFAULT-VALUE}).")
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
  Question question(List<String> equal) {
    return new Question(
        "--", equalities(equal), Option.of(at), Option.of(from), Option.of(to), Option.of(by));
  }

  /** The query that a question spells. */
  static Query query(Question question) {
    return question.query().getOrElseThrow(UsageException::new);
  }

  private static SortedMap<String, String> equalities(List<String> equal) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String demand : equal) {
      int sign = demand.indexOf('=');
      if (sign < 1) {
        throw new UsageException("'" + demand + "' is not COLUMN=VALUE, for example node=worker01");
      }
      String column = demand.substring(0, sign);
      if (values.put(column, demand.substring(sign + 1)) != null) {
        throw new UsageException(
            "'" + column + "' is given twice; ask for one value of a column at a time");
      }
    }
    return values;
  }

  /** What is to be known of an answer whose times are longer than the one that was asked for. */
  io.vavr.control.Option<String> coarserThanAsked(Query.Fitted fitted) {
    if (at == null) {
      return io.vavr.control.Option.none();
    }
    TimeText asked = TimeText.parse("--at", at).getOrElseThrow(UsageException::new);
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

  /** Fits a query to a presentation, or reports why it does not fit. */
  static Query.Fitted fit(Question question, Query query, Presentation shown) {
    return query
        .fit(shown)
        .getOrElseThrow(problem -> new UsageException(question.describe(problem, shown)));
  }

  /** What a workload shows under a name. */
  static Presentation presentation(Workload<?> workload, String name) {
    return workload
        .presentation(name)
        .getOrElseThrow(
            () ->
                new UsageException(
                    "there is no view '"
                        + name
                        + "' of "
                        + workload
                        + "; there are "
                        + workload.presentations().stream()
                            .map(Presentation::name)
                            .collect(Collectors.joining(", "))));
  }
}
