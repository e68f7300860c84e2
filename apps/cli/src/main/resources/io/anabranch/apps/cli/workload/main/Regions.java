package @PACKAGE@;

import io.anabranch.adapters.wire.JsonDecoder;
import io.anabranch.adapters.wire.JsonField;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Labels;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * The reference data: which place is in which region. The latest entry of a place holds, and
 * applies to all rows, old and new, because labels are applied when rows are read.
 */
record Regions(Map<Utf8, Utf8> regionOf) implements ReferenceData, Labels {

  /** The topic of entries like {@code {"place":"harbour","region":"south"}}. */
  static final String TOPIC = "@NAME@.places";

  static final String LABEL = "region";
  static final Utf8 UNKNOWN = Utf8.of("unknown");
  static final Regions NONE = new Regions(HashMap.empty());

  private record Entry(Utf8 place, Utf8 region) {}

  @Override
  public Read read(String topic, byte[] message) {
    Reader reader = new Reader(regionOf);
    decoder().decode(topic, message, 0, message.length, reader);
    return new Read(new Regions(reader.regionOf), reader.outcomes);
  }

  private static EventDecoder<Entry> decoder() {
    return JsonDecoder.of(
        json -> {
          JsonField place = json.field("place");
          JsonField region = json.field("region");
          // Detached: texts are slices of the message, and these are kept.
          return object ->
              new Entry(
                  Utf8.of(object.name(place).toString()), Utf8.of(object.name(region).toString()));
        });
  }

  @Override
  public Labels labels() {
    return this;
  }

  @Override
  public Utf8 of(String label, Utf8 place) {
    return regionOf.getOrElse(place, UNKNOWN);
  }

  private static final class Reader implements EventSink<Entry> {
    private Map<Utf8, Utf8> regionOf;
    private Vector<Option<Rejection>> outcomes = Vector.empty();

    Reader(Map<Utf8, Utf8> regionOf) {
      this.regionOf = regionOf;
    }

    @Override
    public void accept(Entry entry) {
      regionOf = regionOf.put(entry.place(), entry.region());
      outcomes = outcomes.append(Option.none());
    }

    @Override
    public void accept(Entry entry, Utf8 id) {
      accept(entry);
    }

    @Override
    public void reject(Rejection rejection) {
      outcomes = outcomes.append(Option.some(rejection));
    }
  }
}
