package io.anabranch.domain.aggregate;

/**
 * A named measure of a view: how an event is prepared and added to a state, and the monoid of the
 * states. Presentation is a method of the state itself.
 *
 * @param <E> the event
 * @param <A> the state
 */
public record Measure<E, A>(String name, Monoid<A> monoid, Step<E, A> step) {

  /** Adds the relevant part of an event to a state. */
  @FunctionalInterface
  public interface Step<E, A> {
    void add(A state, E event);
  }

  public static <E, A> Measure<E, A> of(String name, Monoid<A> monoid, Step<E, A> step) {
    return new Measure<>(name, monoid, step);
  }
}
