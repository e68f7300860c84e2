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
 * Goes through the keys that stores hold, a bounded number at a time, so that rows which no record
 * of the log explains have their turn too. A table that fails half-way is begun again, a few times.
 */
final class StoredRows implements AutoCloseable {

  /** Takes keys. */
  @FunctionalInterface
  interface Shown {
    void key(View<?> view, RowKey key);
  }

  /** What is stored of a view: in a segment, or by the speed layer. */
  private record Table(View<?> view, Option<Segment> segment) {
    String describe() {
      return view + segment.map(s -> " of segment " + s.name()).getOrElse(" of the speed layer");
    }
  }

  private static final int ATTEMPTS = 4;

  private final DefinitionNumber definition;
  private final List<View<?>> views;
  private final SpeedViews speed;
  private final BatchViews batch;
  private final ArrayDeque<Table> ahead = new ArrayDeque<>();
  private final Set<Table> behind = new HashSet<>();
  private Option<Cursor<RowKey>> open = Option.none();
  private int failures;

  StoredRows(Lane lane, List<View<?>> views, SpeedViews speed, BatchViews batch) {
    this.definition = lane.definition().number();
    this.views = List.copyOf(views);
    this.speed = speed;
    this.batch = batch;
    follow(lane);
  }

  /** Goes on with the chain as it is now, through what it did not go through yet. */
  void follow(Lane lane) {
    close();
    ahead.clear();
    for (View<?> view : views) {
      ahead.add(new Table(view, Option.none()));
      lane.chain().segments().forEach(segment -> ahead.add(new Table(view, Option.some(segment))));
    }
    ahead.removeAll(behind);
  }

  boolean isDone() {
    return ahead.isEmpty();
  }

  /** What is read now, in words. */
  String subject() {
    return ahead.isEmpty() ? "the stores" : ahead.getFirst().describe();
  }

  /** Whether what is read now has failed so often that the rest waits no longer for it. */
  boolean isHopeless() {
    return failures >= ATTEMPTS;
  }

  /** Is done with what is read now. */
  void skip() {
    close();
    failures = 0;
    behind.add(ahead.removeFirst());
  }

  /**
   * Shows the next keys of one table.
   *
   * @return how many, and one for the table
   */
  long step(long mostRows, Shown shown) throws StoreFailure {
    Table table = ahead.getFirst();
    try {
      if (open.isEmpty()) {
        open = Option.some(open(table));
      }
      for (long rows = 0; rows < mostRows; rows++) {
        Option<RowKey> key = open.get().next();
        if (key.isEmpty()) {
          skip();
          return rows + 1;
        }
        shown.key(table.view(), key.get());
      }
      return mostRows;
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
