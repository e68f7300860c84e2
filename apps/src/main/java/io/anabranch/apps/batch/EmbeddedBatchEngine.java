package io.anabranch.apps.batch;

import io.anabranch.apps.log.RecordBatches;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.fold.Fold;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Folds the master dataset on the threads of this process. Each partition's range is cut into
 * shares at slices, each share is folded alone, and the folds are merged. A fold that grows past a
 * bound is written out as a run, sorted, and the runs are merged at the end: memory is bounded by
 * the bound, not by the range.
 */
public final class EmbeddedBatchEngine implements BatchEngine {

  private final WorkloadFactory workloads;
  private final MasterDataset archive;
  private final BatchViews views;
  private final RejectedEvents rejected;
  private final StateCodec codec;
  private final ExecutorService threads;
  private final int shares;
  private final long maxRows;

  /**
   * An engine.
   *
   * @param threads where shares are folded
   * @param shares into how many parts a partition's range is cut: as many as there are threads
   * @param maxRows the rows that one fold may hold before it is written out
   */
  public EmbeddedBatchEngine(
      WorkloadFactory workloads,
      MasterDataset archive,
      BatchViews views,
      RejectedEvents rejected,
      StateCodec codec,
      ExecutorService threads,
      int shares,
      long maxRows) {
    this.workloads = workloads;
    this.archive = archive;
    this.views = views;
    this.rejected = rejected;
    this.codec = codec;
    this.threads = threads;
    this.shares = shares;
    this.maxRows = maxRows;
  }

  /** What one share came to: runs that were written out, and the fold of the rest. */
  private record Share<E>(List<SegmentName> runs, Fold<E> rest) {}

  @Override
  public Segment fold(
      Definition definition,
      OffsetVector origin,
      SegmentName name,
      OffsetVector from,
      OffsetVector to)
      throws StoreFailure {
    return fold(workloads.create(definition.spec()), definition, origin, name, from, to);
  }

  private <E> Segment fold(
      Workload<E> workload,
      Definition definition,
      OffsetVector origin,
      SegmentName name,
      OffsetVector from,
      OffsetVector to)
      throws StoreFailure {
    if (from.equals(to)) {
      throw new IllegalArgumentException("nothing to fold from " + from + " to " + to);
    }
    List<Future<Share<E>>> futures = new ArrayList<>();
    int number = 0;
    for (Partition partition : to.partitionsWith(from)) {
      for (OffsetRange range :
          share(definition.spec().sliceBits(), from.at(partition), to.at(partition))) {
        String prefix = name.nonce() + "r" + number++ + "x";
        futures.add(
            threads.submit(
                () ->
                    foldShare(
                        workload,
                        definition,
                        partition,
                        origin.at(partition),
                        range,
                        name,
                        prefix)));
      }
    }
    List<SegmentName> runs = new ArrayList<>();
    try {
      List<Fold<E>> rests = new ArrayList<>();
      for (Share<E> share : await(futures)) {
        runs.addAll(share.runs());
        rests.add(share.rest());
      }
      long rows = views.write(name, rows(workload, rests, runs));
      return new Segment(name, from, to, rows);
    } finally {
      for (SegmentName run : runs) {
        views.delete(run);
      }
    }
  }

  /** Cuts a range into shares at slices; the first may start, and the last end, inside one. */
  private List<OffsetRange> share(SliceBits slices, long from, long to) {
    List<OffsetRange> ranges = new ArrayList<>();
    long each = Math.max(1, (to - from) / shares);
    long at = from;
    while (at < to) {
      long end = Math.min(to, Math.max(slices.floor(at + each), slices.endAfter(at)));
      ranges.add(new OffsetRange(at, end));
      at = end;
    }
    return ranges;
  }

  private <E> Share<E> foldShare(
      Workload<E> workload,
      Definition definition,
      Partition partition,
      long origin,
      OffsetRange range,
      SegmentName name,
      String prefix)
      throws StoreFailure {
    List<RejectedEvent> rejections = new ArrayList<>();
    Fold.Sequence<E> sequence =
        Fold.of(workload, partition, definition.spec().duplicates(), rejections::add);
    OffsetRange lookback = sequence.lookback(range.from(), origin);
    for (long at = lookback.from(); at < lookback.to(); ) {
      RecordBatch batch = read(partition, at, lookback.to());
      sequence.remember(batch);
      at = batch.next();
    }
    List<SegmentName> runs = new ArrayList<>();
    Fold<E> fold = sequence.from(range.from());
    for (long at = range.from(); at < range.to(); ) {
      RecordBatch batch = read(partition, at, range.to());
      fold.add(batch);
      if (!rejections.isEmpty()) {
        rejected.write(definition.number(), List.copyOf(rejections));
        rejections.clear();
      }
      at = batch.next();
      if (fold.rowCount() > maxRows && at < range.to()) {
        SegmentName run =
            new SegmentName(name.definition(), name.baseEpoch(), prefix + runs.size());
        views.write(run, new FoldCursor(fold, codec));
        runs.add(run);
        fold = sequence.from(at);
      }
    }
    return new Share<>(runs, fold);
  }

  private RecordBatch read(Partition partition, long from, long to) throws StoreFailure {
    RecordBatch batch =
        archive
            .read(partition, from, RecordBatches.SIZE)
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(
                        "the master dataset has no record for offset "
                            + from
                            + " of "
                            + partition));
    return batch.next() > to ? batch.within(from, to) : batch;
  }

  private <E> Cursor<SegmentRow> rows(
      Workload<E> workload, List<Fold<E>> rests, List<SegmentName> runs) {
    Fold<E> rest = rests.get(0);
    rests.stream().skip(1).forEach(rest::merge);
    FoldCursor last = new FoldCursor(rest, codec);
    if (runs.isEmpty()) {
      return last;
    }
    List<MergingCursor.Source> sources = new ArrayList<>();
    for (SegmentName run : runs) {
      sources.add(view -> views.read(run, view, Selection.ALL));
    }
    sources.add(new ViewByView(last)::rowsOf);
    return new MergingCursor(workload.storedViews(), sources, codec);
  }

  @Override
  public Segment merge(Definition definition, SegmentName name, List<Segment> segments)
      throws StoreFailure {
    Workload<?> workload = workloads.create(definition.spec());
    List<MergingCursor.Source> sources = new ArrayList<>();
    for (Segment segment : segments) {
      sources.add(view -> views.read(segment.name(), view, Selection.ALL));
    }
    List<View<?>> stored = workload.storedViews();
    long rows = views.write(name, new MergingCursor(stored, sources, codec));
    return new Segment(name, segments.get(0).from(), segments.get(segments.size() - 1).to(), rows);
  }

  private static <T> List<T> await(List<Future<T>> futures) throws StoreFailure {
    List<T> results = new ArrayList<>();
    Option<StoreFailure> failed = Option.none();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoreFailure failure) {
          failed = failed.orElse(Option.some(failure)); // the first names where the gap starts
        } else {
          throw new IllegalStateException("a share could not be folded", e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        futures.forEach(f -> f.cancel(true));
        failed = Option.some(new StoreFailure.Unavailable("interrupted while folding", e));
      }
    }
    if (failed.isDefined()) {
      throw failed.get();
    }
    return results;
  }
}
