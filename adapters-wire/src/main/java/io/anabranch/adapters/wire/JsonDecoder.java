package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.util.function.Function;

/**
 * Decodes a topic of which every record is one JSON object and one event.
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
 * <p>A record that is not UTF-8, not JSON or not an object is one rejected event, as is one whose
 * reading ends at an accessor. Where an event id is set, it is read last.
 *
 * @param <E> the workload's event
 */
public final class JsonDecoder<E> implements EventDecoder<E> {

  private final int largestRecord;
  private final JsonReading<E> reading;
  private final Option<JsonField> eventId;

  private JsonDecoder(
      DecoderSettings settings, Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    JsonFields fields = new JsonFields();
    this.largestRecord = settings.largestRecord();
    this.reading = workload.apply(fields);
    this.eventId = settings.eventId().map(fields::field);
  }

  /** A decoder of what a workload names and reads. */
  public static <E> JsonDecoder<E> of(
      Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    return of(DecoderSettings.defaults(), workload);
  }

  public static <E> JsonDecoder<E> of(
      DecoderSettings settings, Function<? super JsonFields, ? extends JsonReading<E>> workload) {
    return new JsonDecoder<>(settings, workload);
  }

  @Override
  public void decode(String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
    if (length > largestRecord) {
      sink.reject(new Rejection.TooLarge(length, largestRecord));
      return;
    }
    decodeStrictly(topic, bytes, start, length, sink);
  }

  private void decodeStrictly(
      String topic, byte[] bytes, int start, int length, EventSink<? super E> sink) {
    E event;
    Option<Utf8> id;
    try {
      ParsedObject object =
          new ParsedObject(topic, StrictJson.parse(StrictText.decode(bytes, start, length)));
      event = reading.read(object);
      id = eventId.map(object::eventId);
    } catch (RejectedException rejected) {
      sink.reject(rejected.rejection());
      return;
    }
    tell(sink, event, id);
  }

  private static <E> void tell(EventSink<? super E> sink, E event, Option<Utf8> id) {
    if (id.isDefined()) {
      sink.accept(event, id.get());
    } else {
      sink.accept(event);
    }
  }
}
