package io.anabranch.domain.event;

/**
 * Takes the events of one record in the order in which they stand in it. What an event refers to
 * (its {@link Utf8} texts) may be a slice of the record: who keeps it longer detaches it.
 */
public interface EventSink<E> {

  /**
   * An event that counts.
   *
   * @throws IllegalStateException if the definition looks for duplicates: then every event that is
   *     accepted has an id
   */
  void accept(E event);

  /** An event that counts unless one with the same id was accepted within the horizon before it. */
  void accept(E event, Utf8 id);

  /** An event, or a whole record that cannot be decoded, that does not count. */
  void reject(Rejection rejection);
}
