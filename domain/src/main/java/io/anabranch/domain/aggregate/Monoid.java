package io.anabranch.domain.aggregate;

/**
 * A commutative monoid over mutable states: {@link #merge} is associative and commutative with
 * {@link #zero} as its identity, to the last bit of what {@link #write} writes. A state is confined
 * to one thread and leaves the fold that created it only in written form.
 *
 * <p>A monoid is stateless and thread-safe.
 *
 * @param <A> the state
 */
public interface Monoid<A> {

  /** A new empty state. */
  A zero();

  /** Merges {@code from} into {@code into}. {@code from} is not changed. */
  void merge(A into, A from);

  /** Writes the canonical content: equal states write equal content, whatever their history. */
  void write(A state, StateWriter out);

  /**
   * Reads a state that {@link #write} wrote.
   *
   * @throws MalformedStateException if {@link #write} does not write this content
   */
  A read(StateReader in);
}
