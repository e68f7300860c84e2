package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.segment.MergingCursor;
import io.vavr.control.Option;
import java.util.List;
import java.util.TreeMap;

/**
 * Kappa mode: merges the speed rows of slices that the progress has passed, over partitions and
 * slices. Events are folded only once, so the layers cannot disagree. Holds the rows of one view in
 * memory at a time. Later definitions do not fold the records of a closed topic, and their V shows
 * this.
 */
public final class ClosedSliceSource implements SegmentSource {

  private final WorkloadFactory workloads;
  private final Progress progress;
  private final SpeedViews speed;
  private final BatchViews batch;
  private final StateCodec codec;

  public ClosedSliceSource(
      WorkloadFactory workloads,
      Progress progress,
      SpeedViews speed,
      BatchViews batch,
      StateCodec codec) {
    this.workloads = workloads;
    this.progress = progress;
    this.speed = speed;
    this.batch = batch;
    this.codec = codec;
  }

  @Override
  public OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure {
    SliceBits slices = lane.definition().spec().sliceBits();
    TreeMap<Partition, Long> ends = new TreeMap<>(lane.cut().asMap());
    progress
        .read(lane.definition().number())
        .asMap()
        .forEach((partition, offset) -> ends.merge(partition, slices.floor(offset), Math::max));
    return OffsetVector.of(ends);
  }

  @Override
  public Segment fold(
      Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
      throws StoreFailure {
    Definition definition = lane.definition();
    Cursor<SegmentRow> rows =
        new MergingCursor(
            workloads.create(definition.spec()).storedViews(),
            List.of(view -> rowsOf(view, definition, from, to)),
            codec);
    return new Segment(name, from, to, batch.write(name, rows));
  }

  /** Returns the merged rows of one view, which are held in memory until they are read. */
  private Cursor<SegmentRow> rowsOf(
      View<?> view, Definition definition, OffsetVector from, OffsetVector to) throws StoreFailure {
    SliceBits slices = definition.spec().sliceBits();
    TreeMap<RowKey, RowState> merged = new TreeMap<>();
    try (Cursor<SpeedRow> cursor = speed.read(definition.number(), view, Selection.ALL)) {
      for (Option<SpeedRow> next = cursor.next(); next.isDefined(); next = cursor.next()) {
        SpeedRow row = next.get();
        long end = slices.endOf(row.slice());
        if (end > from.at(row.partition()) && end <= to.at(row.partition())) {
          RowState state = codec.decode(view, row.state());
          RowState before = merged.putIfAbsent(row.key(), state);
          if (before != null) {
            view.merge(before, state);
          }
        }
      }
    }
    return new Cursor<>() {
      @Override
      public Option<SegmentRow> next() {
        return Option.of(merged.pollFirstEntry())
            .map(
                row ->
                    new SegmentRow(view.name(), row.getKey(), codec.encode(view, row.getValue())));
      }

      @Override
      public void close() {
        merged.clear();
      }
    };
  }

  @Override
  public boolean reachesBackToOrigin() {
    return false;
  }
}
