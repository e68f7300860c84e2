package io.anabranch.domain.recount;

import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;

/**
 * One row of a view, counted by adding its events one by one to empty states: no state is ever
 * merged. For one thread at a time.
 *
 * @param <T> the events of the view
 */
public final class RowCount<T> {

  private final View<T> view;
  private final Object[] parts;
  private long events;

  /** A row without events. */
  public RowCount(View<T> view) {
    this.view = view;
    this.parts = view.measures().stream().map(measure -> measure.monoid().zero()).toArray();
  }

  /**
   * Adds an event of this row.
   *
   * @throws IllegalArgumentException if the view has no row for it
   */
  @SuppressWarnings("unchecked") // the view accepts the event
  public void add(Object event) {
    if (!view.takes(event)) {
      throw new IllegalArgumentException("view " + view + " has no row for " + event);
    }
    for (int i = 0; i < parts.length; i++) {
      addPart(view.measures().get(i), parts[i], (T) event);
    }
    events++;
  }

  @SuppressWarnings("unchecked") // the part was made by this measure's monoid
  private static <T, A> void addPart(Measure<T, A> measure, Object part, Object event) {
    measure.step().add((A) part, (T) event);
  }

  /** The number of events added; a row without events does not exist. */
  public long events() {
    return events;
  }

  /** The state of the row, for reading. */
  public RowState state() {
    return RowState.ofParts(view, parts.clone());
  }
}
