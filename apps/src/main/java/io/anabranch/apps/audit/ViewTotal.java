package io.anabranch.apps.audit;

import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.vavr.collection.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A column of a presentation over all of its rows: their states merged into one, and shown as the
 * presentation shows it. What adds up (a count, a sum) is a total then, rounded once.
 */
public final class ViewTotal {

  private final Presentation shown;
  private final int field;
  private final Presentation total;

  private ViewTotal(Presentation shown, int field) {
    this.shown = shown;
    this.field = field;
    this.total =
        Presentation.of(shown.view(), "total of " + shown.fields().get(field))
            .buildWith(
                List.of(shown.fields().get(field)),
                (state, rows) -> rows.accept(List.of(value(state))));
  }

  /**
   * The total of a column.
   *
   * @throws IllegalArgumentException if the workload shows no such column, saying what it shows
   */
  public static ViewTotal of(Workload<?> workload, String presentation, String column) {
    Presentation shown =
        workload
            .presentation(presentation)
            .getOrElseThrow(
                () ->
                    new IllegalArgumentException(
                        workload
                            + " shows no '"
                            + presentation
                            + "'; it shows "
                            + Vector.ofAll(workload.presentations()).mkString(", ")));
    int field = shown.fields().lastIndexOf(column);
    if (field < shown.key().size()) {
      throw new IllegalArgumentException(
          presentation
              + " has no values '"
              + column
              + "'; it has "
              + String.join(
                  ", ", shown.fields().subList(shown.key().size(), shown.fields().size())));
    }
    return new ViewTotal(shown, field);
  }

  /** The stored view that it is a total of. */
  public View<?> view() {
    return shown.view();
  }

  /** Asks for it: the answer has one row, or none if there is nothing to add up. */
  public Query.Fitted query() {
    return new Query.Fitted(total, Selection.ALL, new TreeMap<>(), shown.view().bucket());
  }

  /** What an answer to the {@link #query} says; 0 if there is no row, or no number in it. */
  public double of(Answer answer) {
    return answer.rows().headOption().map(row -> number(row.values().get(0))).getOrElse(0.0);
  }

  /** What a state says; 0 if there is no number in it. */
  public double of(RowState state) {
    return number(value(state));
  }

  private Value value(RowState state) {
    List<Value> values = new ArrayList<>();
    shown.present(Words.anyKey(shown), state, row -> values.add(row.values().get(field)));
    return values.isEmpty() ? new Value.Absent() : values.get(0);
  }

  private static double number(Value value) {
    if (value instanceof Value.Whole whole) {
      return whole.number().doubleValue();
    }
    return value instanceof Value.Real real ? real.number() : 0.0;
  }
}
