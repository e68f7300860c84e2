package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The events that a decoder emitted for a record, in order. */
final class DecodedEvents<E> implements EventSink<E> {

  record Accepted(Object event, String id) {}

  private final List<Object> entries = new ArrayList<>();

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes a record in the middle of a block whose other bytes do not belong to it. */
  static <E> List<Object> of(EventDecoder<E> decoder, String topic, byte[] record) {
    byte[] block = new byte[record.length + 10];
    Arrays.fill(block, (byte) '"');
    System.arraycopy(record, 0, block, 3, record.length);
    DecodedEvents<E> decoded = new DecodedEvents<>();
    decoder.decode(topic, block, 3, record.length, decoded);
    return decoded.entries;
  }

  static <E> List<Object> of(EventDecoder<E> decoder, String record) {
    return of(decoder, "topic", utf8(record));
  }

  /** The reasons of rejected events, and the accepted events. */
  static <E> List<Object> outcomes(EventDecoder<E> decoder, String record) {
    return of(decoder, record).stream()
        .map(
            entry ->
                entry instanceof Rejection rejection
                    ? rejection.reason()
                    : ((Accepted) entry).event())
        .toList();
  }

  List<Object> entries() {
    return entries;
  }

  @Override
  public void accept(E event) {
    entries.add(new Accepted(event, ""));
  }

  @Override
  public void accept(E event, Utf8 id) {
    entries.add(new Accepted(event, id.toString()));
  }

  @Override
  public void reject(Rejection rejection) {
    entries.add(rejection);
  }
}
