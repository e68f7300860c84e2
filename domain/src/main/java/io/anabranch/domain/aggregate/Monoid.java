package io.anabranch.domain.aggregate;

/**
 * A commutative monoid over mutable states: {@link #merge} is associative and commutative with
 * {@link #zero} as its identity, to the last bit of what {@link #write} writes. A state is confined
 * to one thread and never leaves the fold that made it except as what was written.
 *
 * <p>A monoid has no state of its own and serves all threads.
 *
 * @param <A> the state
 */
public interface Monoid<A> {

  /** A fresh state in which nothing is counted. */
  A zero();

  /** Counts everything of {@code from} in {@code into} too. {@code from} stays as it is. */
  void merge(A into, A from);

  /** Writes the canonical content: equal states write equal content, however they came about. */
  void write(A state, StateWriter out);

  /**
   * Reads a state that {@link #write} wrote.
   *
   * @throws MalformedStateException if the content is not what {@link #write} writes
   */
  A read(StateReader in);
}
