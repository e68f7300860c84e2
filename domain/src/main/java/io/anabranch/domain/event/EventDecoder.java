package io.anabranch.domain.event;

/**
 * Decodes the bytes of a record to events: a pure function of the topic's name and the bytes.
 *
 * <p>Every event of the record, valid or not, is passed to the sink exactly once, so that {@code
 * read = folded + duplicate + rejected} holds; a record that cannot be decoded is one rejected
 * event. A decoder never throws on any input, and no state that it keeps between records affects a
 * result. It may keep scratch space, so a decoder is for one thread.
 *
 * @param <E> the workload's event
 */
public interface EventDecoder<E> {

  /**
   * Decodes the value of one record.
   *
   * @param topic the name of the record's topic
   * @param bytes a block that holds the value in {@code [start, start + length)} and is not written
   *     to afterwards
   */
  void decode(String topic, byte[] bytes, int start, int length, EventSink<? super E> sink);

  /** Passes a record without a value to the sink. */
  default void decodeAbsent(String topic, EventSink<? super E> sink) {
    sink.reject(new Rejection.NotUtf8());
  }
}
