package io.anabranch.apps.layers.audit;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingBatchViews;
import io.anabranch.ports.forwarding.ForwardingSpeedViews;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.List;

/** Stores that return rows other than those written to them. */
final class Planted {

  /** What a row is read as: nothing, itself, another row, or several. */
  @FunctionalInterface
  interface Fault<T> {
    List<T> read(T row);
  }

  private Planted() {}

  static final class Speed extends ForwardingSpeedViews {
    private final Fault<SpeedRow> fault;

    Speed(SpeedViews views, Fault<SpeedRow> fault) {
      super(views);
      this.fault = fault;
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      return new Changed<>(super.read(definition, view, selection), fault, new ArrayDeque<>());
    }
  }

  static final class Batch extends ForwardingBatchViews {
    private final Fault<SegmentRow> fault;

    Batch(BatchViews views, Fault<SegmentRow> fault) {
      super(views);
      this.fault = fault;
    }

    @Override
    public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
        throws StoreFailure {
      return new Changed<>(super.read(segment, view, selection), fault, new ArrayDeque<>());
    }
  }

  private record Changed<T>(Cursor<T> rows, Fault<T> fault, ArrayDeque<T> ahead)
      implements Cursor<T> {
    @Override
    public Option<T> next() throws StoreFailure {
      while (ahead.isEmpty()) {
        Option<T> row = rows.next();
        if (row.isEmpty()) {
          return row;
        }
        ahead.addAll(fault.read(row.get()));
      }
      return Option.some(ahead.removeFirst());
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
