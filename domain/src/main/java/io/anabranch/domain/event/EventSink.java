package io.anabranch.domain.event;

/**
 * Receives the events of a record in their order in it. The {@link Utf8} texts of an event may be
 * slices of the record: a sink that keeps them longer must detach them.
 */
public interface EventSink<E> {

  /**
   * An accepted event without an id.
   *
   * @throws IllegalStateException if the definition has a rule for duplicates, which needs ids
   */
  void accept(E event);

  /** An accepted event with an id. It is a duplicate if the id was accepted within the horizon. */
  void accept(E event, Utf8 id);

  /** A rejected event, or a record that cannot be decoded. */
  void reject(Rejection rejection);
}
