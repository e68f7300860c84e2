package io.anabranch.ports.inmemory;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Speed rows in the memory of one process, each view's sorted by key: a selection by leading
 * dimensions reads its rows alone. A cursor holds no copy; it meets what is there when it comes by.
 */
public final class InMemorySpeedViews implements SpeedViews {

  private static final String PORT = "SpeedViews";

  private record Table(DefinitionNumber definition, String view) {
    @Override
    public String toString() {
      return definition + " " + view;
    }
  }

  /** Where a row stands in its table. */
  private record Place(RowKey key, Partition partition, long slice) implements Comparable<Place> {

    /** No partition comes before it. */
    private static final Partition FIRST =
        new Partition(new Topic("\0", new UUID(Long.MIN_VALUE, Long.MIN_VALUE)), 0);

    static Place before(RowKey key) {
      return new Place(key, FIRST, Long.MIN_VALUE);
    }

    @Override
    public int compareTo(Place other) {
      int order = key.compareTo(other.key);
      order = order != 0 ? order : partition.compareTo(other.partition);
      return order != 0 ? order : Long.compare(slice, other.slice);
    }
  }

  private final ConcurrentMap<Table, ConcurrentNavigableMap<Place, SpeedRow>> tables =
      new ConcurrentHashMap<>();
  private final Faults faults;

  public InMemorySpeedViews() {
    this(Faults.NONE);
  }

  public InMemorySpeedViews(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    PortCall call = new PortCall(PORT, "write", rows.size() + " rows");
    faults.before(call);
    for (SpeedRow row : rows) {
      tables
          .computeIfAbsent(
              new Table(row.definition(), row.view()), table -> new ConcurrentSkipListMap<>())
          .merge(
              new Place(row.key(), row.partition(), row.slice()),
              row,
              (stored, written) -> written.version() >= stored.version() ? written : stored);
    }
    faults.after(call);
  }

  @Override
  public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    Table table = new Table(definition, view.name());
    PortCall call = new PortCall(PORT, "read", table);
    faults.before(call);
    KeyRange range = KeyRange.of(view, selection);
    Iterator<SpeedRow> rows = rowsBetween(table, range.first(), range.last());
    faults.after(call);
    return new InMemoryCursor<>(
        rows,
        row -> selection.matches(view, row.key()),
        InMemoryCursor.Presence.ALWAYS,
        faults,
        new PortCall(PORT, "next", table));
  }

  private Iterator<SpeedRow> rowsBetween(Table table, RowKey first, RowKey last) {
    return Option.of(tables.get(table))
        .map(rows -> rows.tailMap(Place.before(first)).values().stream())
        .getOrElse(Stream::empty)
        .takeWhile(row -> row.key().compareTo(last) <= 0)
        .iterator();
  }

  @Override
  public void delete(
      DefinitionNumber definition,
      View<?> view,
      Collection<RowKey> keys,
      Partition partition,
      long belowSlice,
      long cut)
      throws StoreFailure {
    Table table = new Table(definition, view.name());
    PortCall call = new PortCall(PORT, "delete", table);
    faults.before(call);
    Option.of(tables.get(table))
        .forEach(
            rows ->
                keys.forEach(
                    key ->
                        rows.subMap(
                                new Place(key, partition, Long.MIN_VALUE),
                                new Place(key, partition, belowSlice))
                            .clear()));
    faults.after(call);
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "drop", definition);
    faults.before(call);
    tables.keySet().removeIf(table -> table.definition().equals(definition));
    faults.after(call);
  }

  /** How many rows it holds: what a leak or a missed cleaning shows in. */
  public long rows() {
    return tables.values().stream().mapToLong(Map::size).sum();
  }
}
