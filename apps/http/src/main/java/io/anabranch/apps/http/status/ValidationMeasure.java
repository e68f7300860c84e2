package io.anabranch.apps.http.status;

import io.anabranch.domain.answer.Query;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.view.Workload;
import java.util.function.ToDoubleFunction;

/**
 * A total that the validation view shows: the query for it, and what each event adds to it.
 *
 * @param description the unit, for people: "units sold"
 * @param presentation the view to query
 * @param query selects its rows
 * @param field the field to add up
 * @param adds what an event adds; whole numbers, so that no sum is rounded
 */
public record ValidationMeasure(
    String description,
    String presentation,
    Query query,
    String field,
    ToDoubleFunction<Object> adds) {

  /** The number of events that count: every workload has them. */
  public static final ValidationMeasure BALANCE =
      new ValidationMeasure(
          "events counted", Balance.PRESENTATION.name(), Query.ALL, "folded", event -> 1);

  public Query.Fitted fitted(Workload<?> workload) {
    return query
        .fit(workload.presentation(presentation).get())
        .getOrElseThrow(
            problem -> new IllegalStateException(presentation + " cannot be queried: " + problem));
  }
}
