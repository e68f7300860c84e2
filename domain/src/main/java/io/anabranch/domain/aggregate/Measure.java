package io.anabranch.domain.aggregate;

/**
 * What a view keeps of its events under one name: how an event is prepared and added, and the
 * monoid of the states. The third face, presenting, is the state's own.
 *
 * @param <E> the event
 * @param <A> the state
 */
public record Measure<E, A>(String name, Monoid<A> monoid, Step<E, A> step) {

  /** Adds what it takes from an event to a state. */
  @FunctionalInterface
  public interface Step<E, A> {
    void add(A state, E event);
  }

  public static <E, A> Measure<E, A> of(String name, Monoid<A> monoid, Step<E, A> step) {
    return new Measure<>(name, monoid, step);
  }
}
