package io.anabranch.ports.inmemory;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Rejected events in the memory of one process. */
public final class InMemoryRejectedEvents implements RejectedEvents {

  private static final String PORT = "RejectedEvents";

  private record Place(Partition partition, long offset, int index) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::partition)
            .thenComparingLong(Place::offset)
            .thenComparingInt(Place::index);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final ConcurrentMap<DefinitionNumber, ConcurrentNavigableMap<Place, RejectedEvent>>
      events = new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemoryRejectedEvents() {
    this(Faults.NONE);
  }

  public InMemoryRejectedEvents(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void write(DefinitionNumber definition, List<RejectedEvent> rejected) throws StoreFailure {
    PortCall call = new PortCall(PORT, "write", definition);
    faults.before(call);
    for (RejectedEvent event : rejected) {
      events
          .computeIfAbsent(definition, number -> new ConcurrentSkipListMap<>())
          .put(new Place(event.partition(), event.offset(), event.index()), event);
    }
    faults.after(call);
  }

  @Override
  public Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "read", definition);
    faults.before(call);
    Iterator<RejectedEvent> stored =
        Option.of(events.get(definition))
            .map(places -> places.values().iterator())
            .getOrElse(Collections::emptyIterator);
    faults.after(call);
    return new InMemoryCursor<>(
        stored,
        event -> true,
        InMemoryCursor.Presence.ALWAYS,
        faults,
        new PortCall(PORT, "next", definition));
  }
}
