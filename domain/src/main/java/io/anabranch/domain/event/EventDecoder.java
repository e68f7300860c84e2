package io.anabranch.domain.event;

/**
 * Turns the bytes of a record into events: a pure function of the topic's name and the bytes.
 *
 * <p>Every event of the record, good or bad, is told to the sink exactly once, so that {@code read
 * = folded + duplicate + rejected} holds; a record that cannot be decoded is one rejected event. A
 * decoder never throws on any input and keeps no state between records that could change a result.
 * It may keep scratch space, so one decoder serves one thread.
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

  /** What a record without a value counts as. */
  default void decodeAbsent(String topic, EventSink<? super E> sink) {
    sink.reject(new Rejection.NotUtf8());
  }
}
