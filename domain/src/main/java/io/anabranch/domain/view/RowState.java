package io.anabranch.domain.view;

import io.anabranch.domain.aggregate.Measure;

/**
 * The state of one row of a view: the states of its measures. Mutable, and confined to a thread.
 */
public final class RowState {

  private final View<?> view;
  private final Object[] parts;

  RowState(View<?> view, Object[] parts) {
    this.view = view;
    this.parts = parts;
  }

  /** A state whose parts were made by the monoids of the view's measures, in their order. */
  public static RowState ofParts(View<?> view, Object[] parts) {
    if (parts.length != view.measures().size()) {
      throw new IllegalArgumentException(parts.length + " parts for view " + view);
    }
    return new RowState(view, parts);
  }

  Object part(int index) {
    return parts[index];
  }

  /**
   * The state of a measure.
   *
   * @throws IllegalArgumentException if the view does not keep this measure
   */
  @SuppressWarnings("unchecked") // the part was made by this very measure's monoid
  public <A> A of(Measure<?, A> measure) {
    for (int i = 0; i < parts.length; i++) {
      if (view.measures().get(i) == measure) {
        return (A) parts[i];
      }
    }
    throw new IllegalArgumentException("view " + view + " keeps no " + measure.name());
  }
}
