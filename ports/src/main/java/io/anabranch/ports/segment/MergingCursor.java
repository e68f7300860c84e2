package io.anabranch.ports.segment;

import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Several sources of rows as one, view after view and by key, the states of equal keys merged. It
 * holds one row of each source.
 */
public final class MergingCursor implements Cursor<SegmentRow> {

  /** Opens the rows of one view in a source. */
  @FunctionalInterface
  public interface Source {
    Cursor<SegmentRow> open(View<?> view) throws StoreFailure;
  }

  private record Head(SegmentRow row, Cursor<SegmentRow> rest) {}

  private final List<View<?>> views;
  private final List<Source> sources;
  private final StateCodec codec;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing((Head head) -> head.row().key()));
  private final List<Cursor<SegmentRow>> open = new ArrayList<>();
  private int view = -1;

  public MergingCursor(List<View<?>> views, List<Source> sources, StateCodec codec) {
    this.views = views;
    this.sources = sources;
    this.codec = codec;
  }

  @Override
  public Option<SegmentRow> next() throws StoreFailure {
    while (heads.isEmpty()) {
      close();
      if (++view >= views.size()) {
        view = views.size();
        return Option.none();
      }
      for (Source source : sources) {
        Cursor<SegmentRow> cursor = source.open(views.get(view));
        open.add(cursor);
        advance(cursor);
      }
    }
    Head first = heads.remove();
    advance(first.rest());
    if (heads.isEmpty() || !heads.peek().row().key().equals(first.row().key())) {
      return Option.some(first.row());
    }
    View<?> current = views.get(view);
    RowState merged = codec.decode(current, first.row().state());
    Head same = heads.peek();
    while (same != null && same.row().key().equals(first.row().key())) {
      heads.remove();
      current.merge(merged, codec.decode(current, same.row().state()));
      advance(same.rest());
      same = heads.peek();
    }
    return Option.some(
        new SegmentRow(current.name(), first.row().key(), codec.encode(current, merged)));
  }

  private void advance(Cursor<SegmentRow> cursor) throws StoreFailure {
    Option<SegmentRow> row = cursor.next();
    if (row.isDefined()) {
      heads.add(new Head(row.get(), cursor));
    }
  }

  @Override
  public void close() {
    open.forEach(Cursor::close);
    open.clear();
    heads.clear();
  }
}
