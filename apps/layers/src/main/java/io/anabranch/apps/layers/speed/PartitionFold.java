package io.anabranch.apps.layers.speed;

import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;

/** One owned partition: the fold of its open slice, and the results that are not yet written. */
final class PartitionFold<E> {

  private final Definition definition;
  private final SliceBits slices;
  private final Partition partition;
  private final ArchiveBackedLog log;
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
      ArchiveBackedLog log,
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

  Partition partition() {
    return partition;
  }

  long position() {
    return position;
  }

  /** Returns whether a slice was closed since the last {@link #forgetClosedSlice}. */
  boolean hasClosedSlice() {
    return hasClosedSlice;
  }

  void forgetClosedSlice() {
    hasClosedSlice = false;
  }

  /** Folds the available records, up to a limit. */
  void fold(int maxRecords) throws StoreFailure {
    remember();
    int records = 0;
    boolean hasRead;
    do {
      RecordBatch batch = log.read(partition, position, maxRecords - records);
      hasRead = batch.next() > position;
      fold(batch);
      records += batch.size();
    } while (hasRead && records < maxRecords && log.hasNews(partition, position));
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

  /** Reads the ids of the horizon once, before the first fold. After a failure it starts over. */
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

  /** Returns the number of offsets that are folded but not written. */
  long unwritten() {
    return position - written;
  }

  /** Adds the changed rows and the rejected events to the lists to write. */
  void collect(List<SpeedRow> rows, List<RejectedEvent> rejections) {
    collect();
    rows.addAll(unwrittenRows);
    rejections.addAll(unwrittenRejections);
  }

  /** Marks the collected results as written and covered by the progress. */
  void written() {
    unwrittenRows.clear();
    unwrittenRejections.clear();
    written = position;
  }
}
