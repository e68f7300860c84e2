package io.anabranch.ports.inmemory;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyRange;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Segments in the memory of one process. A segment whose writer failed remains, as in a real store:
 * it is listed, cannot be read, and can be deleted.
 */
public final class InMemoryBatchViews implements BatchViews {

  private static final String PORT = "BatchViews";
  private static final StateBytes NO_STATE = StateBytes.of(new byte[0]);

  /** A segment, complete or being written. A complete one has the rows of each view by key. */
  private static final class Stored {
    private final Map<String, List<SegmentRow>> views = new HashMap<>();
    private volatile boolean isWhole;
  }

  private final ConcurrentMap<SegmentName, Stored> segments = new ConcurrentSkipListMap<>();
  private final Faults faults;

  public InMemoryBatchViews() {
    this(Faults.NONE);
  }

  public InMemoryBatchViews(Faults faults) {
    this.faults = faults;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Faults are injected once more before the segment becomes complete, as operation {@code
   * commit}.
   *
   * @throws IllegalArgumentException also if the segment already exists
   */
  @Override
  public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
    try (rows) {
      PortCall call = new PortCall(PORT, "write", segment);
      faults.before(call);
      Stored stored = new Stored();
      if (segments.putIfAbsent(segment, stored) != null) {
        throw new IllegalArgumentException("segment " + segment + " is already written");
      }
      long count = fill(segment, stored, rows);
      faults.before(new PortCall(PORT, "commit", segment));
      stored.isWhole = true;
      faults.after(call);
      return count;
    }
  }

  private static long fill(SegmentName segment, Stored stored, Cursor<SegmentRow> rows)
      throws StoreFailure {
    long count = 0;
    String view = "";
    List<SegmentRow> ofView = new ArrayList<>();
    for (Option<SegmentRow> next = rows.next(); next.isDefined(); next = rows.next()) {
      SegmentRow row = next.get();
      if (count == 0 || !row.view().equals(view)) {
        view = row.view();
        ofView = new ArrayList<>();
        if (stored.views.put(view, ofView) != null) {
          throw new IllegalArgumentException(
              "segment " + segment + ": the rows of view " + view + " are not contiguous");
        }
      } else if (row.key().compareTo(ofView.get(ofView.size() - 1).key()) <= 0) {
        throw new IllegalArgumentException(
            "segment " + segment + ", view " + view + ": key " + row.key() + " is out of order");
      }
      ofView.add(row);
      count++;
    }
    return count;
  }

  @Override
  public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure {
    PortCall call = new PortCall(PORT, "read", segment + " " + view);
    faults.before(call);
    Stored stored = whole(segment);
    KeyRange range = KeyRange.of(view, selection);
    List<SegmentRow> rows =
        between(stored.views.getOrDefault(view.name(), Collections.emptyList()), range);
    faults.after(call);
    return new InMemoryCursor<>(
        rows.iterator(),
        row -> selection.matches(view, row.key()),
        () -> whole(segment),
        faults,
        new PortCall(PORT, "next", segment + " " + view));
  }

  private Stored whole(SegmentName segment) throws StoreFailure.Corrupt {
    Stored stored = segments.get(segment);
    if (stored == null) {
      throw new StoreFailure.Corrupt("segment " + segment + " is absent");
    }
    if (!stored.isWhole) {
      throw new StoreFailure.Corrupt("segment " + segment + " is incomplete");
    }
    return stored;
  }

  private static List<SegmentRow> between(List<SegmentRow> rows, KeyRange range) {
    int first = indexOf(rows, range.first());
    int last = indexOf(rows, range.last());
    boolean isThere = last < rows.size() && rows.get(last).key().equals(range.last());
    return rows.subList(first, isThere ? last + 1 : last);
  }

  /** The index of the first row at or after a key. */
  private static int indexOf(List<SegmentRow> rows, RowKey key) {
    int found =
        Collections.binarySearch(
            rows, new SegmentRow("", key, NO_STATE), Comparator.comparing(SegmentRow::key));
    return found >= 0 ? found : -found - 1;
  }

  @Override
  public void delete(SegmentName segment) throws StoreFailure {
    PortCall call = new PortCall(PORT, "delete", segment);
    faults.before(call);
    segments.remove(segment);
    faults.after(call);
  }

  @Override
  public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
    PortCall call = new PortCall(PORT, "segments", definition);
    faults.before(call);
    SortedSet<SegmentName> names = new TreeSet<>();
    for (SegmentName name : segments.keySet()) {
      if (name.definition().equals(definition)) {
        names.add(name);
      }
    }
    faults.after(call);
    return names;
  }
}
