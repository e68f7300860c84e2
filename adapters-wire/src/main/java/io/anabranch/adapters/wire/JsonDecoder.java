package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a topic whose records are JSON objects, each of which is one event.
 *
 * <pre>{@code
 * EventDecoder<Ride> rides =
 *     JsonDecoder.of(
 *         json -> {
 *           JsonField taxi = json.field("taxi");
 *           JsonField fare = json.field("fare");
 *           JsonField at = json.field("dropped_off");
 *           return object ->
 *               new Ride(object.name(taxi), object.number(fare), object.instant(at));
 *         });
 * }</pre>
 *
 * <p>A record that is not UTF-8, not JSON or not an object is one rejected event, and so is one for
 * which an accessor ends the reading. The event id, if set, is read last.
 *
 * @param <E> the workload's event
 */
public final class JsonDecoder<E> implements EventDecoder<E> {

  private final int largestRecord;
  private final JsonReading<E> reading;
  private final @Nullable JsonField eventId;
  private final ScannedObject scanned;

  private JsonDecoder(
      DecoderSettings settings, Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    JsonFields fields = new JsonFields();
    this.largestRecord = settings.largestRecord();
    this.reading = workload.apply(fields);
    this.eventId = settings.eventId().map(fields::field).getOrNull();
    this.scanned = new ScannedObject(fields.all());
  }

  /** A decoder for the fields and the reading of a workload. */
  public static <E> JsonDecoder<E> of(
      Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    return of(DecoderSettings.defaults(), workload);
  }

  /** A decoder for the fields and the reading of a workload, with settings. */
  public static <E> JsonDecoder<E> of(
      DecoderSettings settings, Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    return new JsonDecoder<>(settings, workload);
  }

  @Override
  public void decode(String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
    if (length > largestRecord) {
      sink.reject(new Rejection.TooLarge(length, largestRecord));
    } else if (!decodeFast(topic, bytes, start, length, sink)) {
      decodeStrictly(topic, bytes, start, length, sink);
    }
  }

  /** Decodes a record of the common shape. Otherwise it returns false and passes nothing on. */
  boolean decodeFast(String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
    if (!scanned.scanWhole(topic, bytes, start, start + length)) {
      return false;
    }
    E event;
    Utf8 id;
    try {
      event = reading.read(scanned);
      id = eventId == null ? null : scanned.eventId(eventId);
    } catch (RejectedException givenUp) {
      return false;
    }
    emit(sink, event, id);
    return true;
  }

  void decodeStrictly(
      String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
    E event;
    Utf8 id;
    try {
      ParsedObject object =
          new ParsedObject(topic, StrictJson.parse(StrictText.decode(bytes, start, length)));
      event = reading.read(object);
      id = eventId == null ? null : object.eventId(eventId);
    } catch (RejectedException rejected) {
      sink.reject(rejected.rejection());
      return;
    }
    emit(sink, event, id);
  }

  private static <E> void emit(EventSink<? super E> sink, E event, @Nullable Utf8 id) {
    if (id == null) {
      sink.accept(event);
    } else {
      sink.accept(event, id);
    }
  }
}
