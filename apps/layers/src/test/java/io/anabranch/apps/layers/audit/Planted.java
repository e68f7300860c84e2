package io.anabranch.apps.layers.audit;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
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
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/** Stores that give other rows than were written to them. */
final class Planted {

  /** What comes of a row that is read: nothing, itself, another, several. */
  @FunctionalInterface
  interface Fault<T> {
    List<T> read(T row);
  }

  private Planted() {}

  /** {@inheritDoc} */
  record Speed(SpeedViews views, Fault<SpeedRow> fault) implements SpeedViews {
    @Override
    public void write(List<SpeedRow> rows) throws StoreFailure {
      views.write(rows);
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      return new Changed<>(views.read(definition, view, selection), fault, new ArrayDeque<>());
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
      views.delete(definition, view, keys, partition, belowSlice, cut);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      views.drop(definition);
    }
  }

  /** {@inheritDoc} */
  record Batch(BatchViews views, Fault<SegmentRow> fault) implements BatchViews {
    @Override
    public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
      return views.write(segment, rows);
    }

    @Override
    public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
        throws StoreFailure {
      return new Changed<>(views.read(segment, view, selection), fault, new ArrayDeque<>());
    }

    @Override
    public void delete(SegmentName segment) throws StoreFailure {
      views.delete(segment);
    }

    @Override
    public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
      return views.segments(definition);
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
