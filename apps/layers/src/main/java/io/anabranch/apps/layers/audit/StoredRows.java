package io.anabranch.apps.layers.audit;

import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the keys that the stores of a lane hold, a bounded number at a time, so that rows without
 * events in the log are checked too. After a failure it reads the table again, a few times.
 */
final class StoredRows implements AutoCloseable {

  /** Receives the keys. */
  @FunctionalInterface
  interface KeyVisitor {
    void key(View<?> view, RowKey key);
  }

  /** The rows of a view in a segment, or in the speed layer if there is none. */
  private record Table(View<?> view, Option<Segment> segment) {
    String describe() {
      return view + segment.map(s -> " of segment " + s.name()).getOrElse(" of the speed layer");
    }
  }

  private static final int MAX_ATTEMPTS = 4;

  private final DefinitionNumber definition;
  private final List<View<?>> views;
  private final SpeedViews speed;
  private final BatchViews batch;
  private final ArrayDeque<Table> remaining = new ArrayDeque<>();
  private final Set<Table> finished = new HashSet<>();
  private Option<Cursor<RowKey>> open = Option.none();
  private int failures;

  StoredRows(Lane lane, List<View<?>> views, SpeedViews speed, BatchViews batch) {
    this.definition = lane.definition().number();
    this.views = List.copyOf(views);
    this.speed = speed;
    this.batch = batch;
    follow(lane);
  }

  /** Continues with the tables of a newer chain that were not read yet. */
  void follow(Lane lane) {
    close();
    remaining.clear();
    for (View<?> view : views) {
      remaining.add(new Table(view, Option.none()));
      lane.chain()
          .segments()
          .forEach(segment -> remaining.add(new Table(view, Option.some(segment))));
    }
    remaining.removeAll(finished);
  }

  boolean isDone() {
    return remaining.isEmpty();
  }

  /** The table that is read now, as it appears in findings. */
  String subject() {
    return remaining.isEmpty() ? "the stores" : remaining.getFirst().describe();
  }

  /** Whether the current table has failed so often that it should be skipped. */
  boolean hasFailedTooOften() {
    return failures >= MAX_ATTEMPTS;
  }

  /** Skips the rest of the current table. */
  void skip() {
    close();
    failures = 0;
    finished.add(remaining.removeFirst());
  }

  /**
   * Reads the next keys of one table.
   *
   * @return the number of keys, plus one at the end of the table
   */
  long step(long maxRows, KeyVisitor visitor) throws StoreFailure {
    Table table = remaining.getFirst();
    try {
      if (open.isEmpty()) {
        open = Option.some(open(table));
      }
      for (long rows = 0; rows < maxRows; rows++) {
        Option<RowKey> key = open.get().next();
        if (key.isEmpty()) {
          skip();
          return rows + 1;
        }
        visitor.key(table.view(), key.get());
      }
      return maxRows;
    } catch (StoreFailure failed) {
      close();
      failures++;
      throw failed;
    }
  }

  private Cursor<RowKey> open(Table table) throws StoreFailure {
    View<?> view = table.view();
    if (table.segment().isDefined()) {
      return new Keys<>(
          batch.read(table.segment().get().name(), view, Selection.ALL), SegmentRow::key);
    }
    return new Keys<>(speed.read(definition, view, Selection.ALL), SpeedRow::key);
  }

  @Override
  public void close() {
    open.forEach(Cursor::close);
    open = Option.none();
  }

  private record Keys<T>(Cursor<T> rows, Function<T, RowKey> keyOf) implements Cursor<RowKey> {
    @Override
    public Option<RowKey> next() throws StoreFailure {
      return rows.next().map(keyOf);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
