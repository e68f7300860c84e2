package io.anabranch.domain.answer;

import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Presentation.KeyColumn;
import io.anabranch.domain.view.Selection;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A query of a presentation.
 *
 * @param equal the required values, by column of the key
 * @param span the time span; only buckets that overlap it match
 * @param by a coarser bucket to merge into
 */
public record Query(
    SortedMap<String, Utf8> equal, Option<Span> span, Option<Bucket> by, Layer layer) {

  /** All rows, from both layers. */
  public static final Query ALL =
      new Query(new TreeMap<>(), Option.none(), Option.none(), Layer.MERGED);

  public Query {
    equal = Collections.unmodifiableSortedMap(new TreeMap<>(equal));
  }

  public Query with(Map<String, Utf8> demanded) {
    return new Query(new TreeMap<>(demanded), span, by, layer);
  }

  public Query within(Span seconds) {
    return new Query(equal, Option.some(seconds), by, layer);
  }

  public Query by(Bucket bucket) {
    return new Query(equal, span, Option.some(bucket), layer);
  }

  public Query from(Layer channel) {
    return new Query(equal, span, by, channel);
  }

  /** Seconds since 1970, {@code [from, to)}. */
  public record Span(long from, long to) {
    public Span {
      if (to <= from) {
        throw new IllegalArgumentException("the span [" + from + ", " + to + ") is empty");
      }
    }
  }

  /** Why a presentation cannot answer a query. */
  public sealed interface Problem {
    record UnknownColumn(String column, List<String> known) implements Problem {
      public UnknownColumn {
        known = List.copyOf(known);
      }
    }

    record NoTime(String presentation) implements Problem {}

    record TooFine(Bucket asked, Bucket kept) implements Problem {}
  }

  /** A query that was checked against a presentation. */
  public record Fitted(
      Presentation presentation, Selection selection, SortedMap<String, Utf8> labels, Bucket by) {

    public Fitted {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  /** Checks this query against a presentation. */
  public Either<Problem, Fitted> fit(Presentation presentation) {
    Bucket kept = presentation.view().bucket();
    SortedMap<String, Utf8> dimensions = new TreeMap<>();
    SortedMap<String, Utf8> labels = new TreeMap<>();
    for (Map.Entry<String, Utf8> demand : equal.entrySet()) {
      Option<KeyColumn> column = presentation.keyColumn(demand.getKey());
      if (column.exists(KeyColumn.Dimension.class::isInstance)) {
        dimensions.put(demand.getKey(), demand.getValue());
      } else if (column.exists(KeyColumn.Label.class::isInstance)) {
        labels.put(demand.getKey(), demand.getValue());
      } else {
        return Either.left(
            new Problem.UnknownColumn(
                demand.getKey(),
                presentation.key().stream()
                    .filter(known -> !(known instanceof KeyColumn.Time))
                    .map(KeyColumn::name)
                    .toList()));
      }
    }
    if (kept == Bucket.ALWAYS && (span.isDefined() || by.isDefined())) {
      return Either.left(new Problem.NoTime(presentation.name()));
    }
    if (by.exists(coarser -> !kept.rollsUpTo(coarser))) {
      return Either.left(new Problem.TooFine(by.get(), kept));
    }
    return Either.right(
        new Fitted(
            presentation,
            new Selection(
                dimensions,
                span.map(Span::from).getOrElse(Long.MIN_VALUE),
                span.map(Span::to).getOrElse(Long.MAX_VALUE)),
            labels,
            by.getOrElse(kept)));
  }
}
