package io.anabranch.apps.speed;

import io.anabranch.apps.log.RetainedLog;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;

/** One owned partition: the fold of its open slice, and what is folded but not yet written. */
final class PartitionFold<E> {

  private final Definition definition;
  private final SliceBits slices;
  private final Partition partition;
  private final RetainedLog log;
  private final StateCodec codec;
  private final Fold.Sequence<E> sequence;
  private final OffsetRange lookback;
  private boolean remembered;
  private Fold<E> open;
  private long position;

  private final List<SpeedRow> unwrittenRows = new ArrayList<>();
  private final List<RejectedEvent> unwrittenRejections = new ArrayList<>();
  private long written;
  private boolean hasClosedSlice;

  PartitionFold(
      Definition definition,
      Workload<E> workload,
      Partition partition,
      long origin,
      long start,
      RetainedLog log,
      StateCodec codec) {
    this.definition = definition;
    this.slices = definition.spec().sliceBits();
    this.partition = partition;
    this.log = log;
    this.codec = codec;
    this.sequence =
        Fold.of(workload, partition, definition.spec().duplicates(), unwrittenRejections::add);
    this.lookback = sequence.lookback(start, origin);
    this.remembered = lookback.isEmpty();
    this.open = sequence.from(start);
    this.position = start;
    this.written = start;
  }

  long position() {
    return position;
  }

  /** Whether a slice came to its end since it was asked last. */
  boolean takeClosedSlice() {
    boolean closed = hasClosedSlice;
    hasClosedSlice = false;
    return closed;
  }

  /** Folds all that has come, up to a bound, then writes each row that changed once. */
  long step(int maxRecords, SpeedViews views, RejectedEvents rejected, Progress progress)
      throws StoreFailure {
    long before = written; // what a step that failed has folded is written by this one
    write(views, rejected, progress);
    remember();
    int records = 0;
    while (records < maxRecords) {
      RecordBatch batch = log.read(partition, position, maxRecords - records);
      if (batch.next() == position) {
        break;
      }
      fold(batch);
      records += batch.size();
    }
    write(views, rejected, progress);
    return position - before;
  }

  private void fold(RecordBatch batch) {
    while (position < batch.next()) {
      long end = Math.min(batch.next(), slices.endAfter(position));
      open.add(batch.within(position, end));
      position = end;
      if (end == slices.endAfter(open.range().from())) {
        collect();
        hasClosedSlice = true;
        position = firstRecordFrom(batch, end); // a hole may span any number of slices
        open = sequence.from(position);
      }
    }
  }

  private static long firstRecordFrom(RecordBatch batch, long offset) {
    int index = batch.indexOf(offset);
    return index < batch.size() ? batch.offset(index) : batch.next();
  }

  /** Reads the ids of the horizon once, before the first fold; a failure half-way starts over. */
  private void remember() throws StoreFailure {
    if (!remembered) {
      log.forEach(partition, lookback, sequence::remember);
      remembered = true;
    }
  }

  private void collect() {
    long slice = slices.sliceOf(open.range().from());
    open.changedRows(
        (view, key, version, state) ->
            unwrittenRows.add(
                new SpeedRow(
                    definition.number(),
                    view.name(),
                    key,
                    partition,
                    slice,
                    version,
                    codec.encode(view, state))));
    open.forgetChanges();
  }

  /** Rows and rejections first, then the progress that vouches for them. */
  private void write(SpeedViews views, RejectedEvents rejected, Progress progress)
      throws StoreFailure {
    if (written == position) {
      return;
    }
    collect();
    if (!unwrittenRows.isEmpty()) {
      views.write(List.copyOf(unwrittenRows));
      unwrittenRows.clear();
    }
    if (!unwrittenRejections.isEmpty()) {
      rejected.write(definition.number(), List.copyOf(unwrittenRejections));
      unwrittenRejections.clear();
    }
    progress.advance(definition.number(), partition, position);
    written = position;
  }
}
