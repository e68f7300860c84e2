package io.anabranch.ports.inmemory;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyRange;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Speed rows in the memory of one process, sorted by key for each view: a selection by leading
 * dimensions reads only its rows. A cursor holds no copy; it returns the rows that exist when it
 * reaches them.
 */
public final class InMemorySpeedViews implements SpeedViews {

  private static final String PORT = "SpeedViews";

  private record Table(DefinitionNumber definition, String view) {
    @Override
    public String toString() {
      return definition + " " + view;
    }
  }

  /** The position of a row in its table. */
  private record RowPosition(RowKey key, Partition partition, long slice)
      implements Comparable<RowPosition> {

    /** A partition that sorts before all others. */
    private static final Partition FIRST =
        new Partition(new Topic("\0", new UUID(Long.MIN_VALUE, Long.MIN_VALUE)), 0);

    static RowPosition before(RowKey key) {
      return new RowPosition(key, FIRST, Long.MIN_VALUE);
    }

    @Override
    public int compareTo(RowPosition other) {
      int order = key.compareTo(other.key);
      order = order != 0 ? order : partition.compareTo(other.partition);
      return order != 0 ? order : Long.compare(slice, other.slice);
    }
  }

  /** The row at a position. A row that is written while it is deleted counts as written before. */
  private static final class Slot {
    private volatile SpeedRow row;
    private boolean isDeleted;

    Slot(SpeedRow row) {
      this.row = row;
    }

    /** Replaces the row unless it has a later version. Returns false if the slot is deleted. */
    synchronized boolean offer(SpeedRow written) {
      if (!isDeleted && written.version() >= row.version()) {
        row = written;
      }
      return !isDeleted;
    }

    synchronized void delete() {
      isDeleted = true;
    }
  }

  /**
   * The rows of a view, sorted for readers. Most writes replace existing rows. These are looked up
   * by hash, since a search in the sorted map touches many keys scattered over memory.
   */
  private static final class Rows {
    private final ConcurrentNavigableMap<RowPosition, Slot> sorted = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<RowPosition, Slot> known = new ConcurrentHashMap<>();

    void write(SpeedRow row) {
      RowPosition position = new RowPosition(row.key(), row.partition(), row.slice());
      Slot slot = known.get(position);
      while (slot == null || !slot.offer(row)) {
        Slot own = new Slot(row);
        slot = Option.of(sorted.putIfAbsent(position, own)).getOrElse(own);
        known.put(position, slot);
      }
    }

    void delete(RowPosition from, RowPosition to) {
      sorted
          .subMap(from, to)
          .forEach(
              (position, slot) -> {
                slot.delete();
                known.remove(position, slot);
                sorted.remove(position, slot);
              });
    }
  }

  private final ConcurrentMap<Table, Rows> tables = new ConcurrentHashMap<>();
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
          .computeIfAbsent(new Table(row.definition(), row.view()), table -> new Rows())
          .write(row);
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
        .map(rows -> rows.sorted.tailMap(RowPosition.before(first)).values().stream())
        .getOrElse(Stream::empty)
        .map(slot -> slot.row)
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
                        rows.delete(
                            new RowPosition(key, partition, Long.MIN_VALUE),
                            new RowPosition(key, partition, belowSlice))));
    faults.after(call);
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "drop", definition);
    faults.before(call);
    tables.keySet().removeIf(table -> table.definition().equals(definition));
    faults.after(call);
  }

  /** The number of rows, which reveals leaks and missed cleaning. */
  public long rows() {
    return tables.values().stream().mapToLong(rows -> rows.sorted.size()).sum();
  }
}
