package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingProgress;
import io.anabranch.ports.forwarding.ForwardingSpeedViews;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Speed views and progress that lack one {@link Mechanism} each. */
final class MutantSpeedViews {

  private MutantSpeedViews() {}

  /** Without {@link Mechanism#ROW_VERSIONS}: the row that was written last replaces the others. */
  static final class LastWriteWins implements SpeedViews {
    private static final String PORT = "SpeedViews";

    private final InMemorySpeedViews rows = new InMemorySpeedViews();
    private final Map<Long, SpeedRow> rowOfWrite = new HashMap<>();
    private final Faults faults;
    private long writes;

    LastWriteWins(Faults faults) {
      this.faults = faults;
    }

    @Override
    public void write(List<SpeedRow> written) throws StoreFailure {
      PortCall call = new PortCall(PORT, "write", written.size() + " rows");
      faults.before(call);
      for (SpeedRow row : written) {
        writes++;
        rowOfWrite.put(writes, row);
        rows.write(List.of(withVersion(row, writes)));
      }
      faults.after(call);
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      PortCall call = new PortCall(PORT, "read", definition + " " + view);
      faults.before(call);
      Cursor<SpeedRow> cursor = rows.read(definition, view, selection);
      faults.after(call);
      PortCall step = new PortCall(PORT, "next", definition + " " + view);
      return new MappedCursor(
          cursor, row -> rowOfWrite.getOrDefault(row.version(), row), faults, step);
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
      PortCall call = new PortCall(PORT, "delete", definition + " " + view);
      faults.before(call);
      rows.delete(definition, view, keys, partition, belowSlice, cut);
      faults.after(call);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      PortCall call = new PortCall(PORT, "drop", definition);
      faults.before(call);
      rows.drop(definition);
      faults.after(call);
    }
  }

  /** Without {@link Mechanism#SETTLED_READ}: rows look as if none were above the progress. */
  static final class VersionlessReads extends ForwardingSpeedViews {
    VersionlessReads(SpeedViews views) {
      super(views);
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      return new MappedCursor(
          super.read(definition, view, selection),
          row -> withVersion(row, 0),
          Faults.NONE,
          new PortCall("", "", ""));
    }
  }

  /** Without {@link Mechanism#DELETE_SCOPE}: a deletion reaches the rows of all slices. */
  static final class UnscopedDeletes extends ForwardingSpeedViews {
    UnscopedDeletes(SpeedViews views) {
      super(views);
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
      super.delete(definition, view, keys, partition, Long.MAX_VALUE, cut);
    }
  }

  /**
   * Without {@link Mechanism#PROGRESS_AFTER_ROWS}: rows are held back until the progress that
   * covers them is written.
   */
  static final class BufferedUntilProgress extends ForwardingSpeedViews {
    private final List<SpeedRow> held = new ArrayList<>();

    BufferedUntilProgress(SpeedViews views) {
      super(views);
    }

    @Override
    public void write(List<SpeedRow> rows) {
      held.addAll(rows);
    }

    private void flush() throws StoreFailure {
      if (!held.isEmpty()) {
        super.write(List.copyOf(held));
        held.clear();
      }
    }

    /** The progress that must be written together with these rows. */
    Progress progress(Progress progress) {
      return new ForwardingProgress(progress) {
        @Override
        public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
          super.advance(definition, to);
          flush();
        }
      };
    }
  }

  private static SpeedRow withVersion(SpeedRow row, long version) {
    return new SpeedRow(
        row.definition(),
        row.view(),
        row.key(),
        row.partition(),
        row.slice(),
        version,
        row.state());
  }

  private record MappedCursor(
      Cursor<SpeedRow> rows, UnaryOperator<SpeedRow> map, Faults faults, PortCall step)
      implements Cursor<SpeedRow> {
    @Override
    public Option<SpeedRow> next() throws StoreFailure {
      faults.before(step);
      Option<SpeedRow> row = rows.next().map(map);
      faults.after(step);
      return row;
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
