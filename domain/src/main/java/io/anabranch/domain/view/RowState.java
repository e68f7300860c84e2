package io.anabranch.domain.view;

import io.anabranch.domain.aggregate.Measure;

/** The state of a row: the states of the measures of its view. Mutable; for one thread. */
public final class RowState {

  private final View<?> view;
  private final Object[] parts;

  RowState(View<?> view, Object[] parts) {
    this.view = view;
    this.parts = parts;
  }

  /** A state from the states of the measures, in their order in the view. */
  public static RowState ofParts(View<?> view, Object[] parts) {
    if (parts.length != view.measures().size()) {
      throw new IllegalArgumentException(
          "view " + view + " cannot have " + parts.length + " measures");
    }
    return new RowState(view, parts);
  }

  Object part(int index) {
    return parts[index];
  }

  /**
   * The state of a measure.
   *
   * @throws IllegalArgumentException if the view does not have this measure
   */
  @SuppressWarnings("unchecked") // the monoid of the same measure created the part
  public <A> A of(Measure<?, A> measure) {
    for (int i = 0; i < parts.length; i++) {
      if (view.measures().get(i).equals(measure)) {
        return (A) parts[i];
      }
    }
    throw new IllegalArgumentException("view " + view + " has no measure " + measure.name());
  }
}
