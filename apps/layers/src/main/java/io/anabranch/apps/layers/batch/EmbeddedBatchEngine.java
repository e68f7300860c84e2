package io.anabranch.apps.layers.batch;

import io.anabranch.apps.layers.log.ArchiveReader;
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
import io.anabranch.ports.segment.FoldCursor;
import io.anabranch.ports.segment.MergingCursor;
import io.anabranch.ports.segment.ViewByView;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Folds the master dataset on the threads of this process. Each partition's range is cut into
 * shares at slices, each share is folded alone, and the folds are merged. A fold that grows past
 * its part of a bound is written out as a run, sorted, and the runs are merged at the end: what all
 * shares together keep in memory is bounded by the bound, not by the range nor by the number of
 * shares. A fold that is being added to may pass its part by the rows of one batch.
 */
public final class EmbeddedBatchEngine implements BatchEngine {

  private final WorkloadFactory workloads;
  private final ArchiveReader archive;
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
   * @param maxRows the rows that the folds of all shares may hold together before some are written
   *     out; each share has an equal part, of one row at least
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
    this.archive = new ArchiveReader(archive);
    this.views = views;
    this.rejected = rejected;
    this.codec = codec;
    this.threads = threads;
    this.shares = shares;
    this.maxRows = maxRows;
  }

  /** A range that is folded alone. */
  private record Part(Partition partition, OffsetRange range) {}

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
    List<Part> parts = new ArrayList<>();
    for (Partition partition : to.partitionsWith(from)) {
      for (OffsetRange range :
          share(definition.spec().sliceBits(), from.at(partition), to.at(partition))) {
        parts.add(new Part(partition, range));
      }
    }
    Queue<SegmentName> runs = new ConcurrentLinkedQueue<>();
    List<Future<Fold<E>>> futures = new ArrayList<>();
    for (Part part : parts) {
      String prefix = name.nonce() + "r" + futures.size() + "x";
      long rowsHeld = Math.max(1, maxRows / parts.size());
      futures.add(
          threads.submit(
              () -> foldShare(workload, definition, part, origin, name, prefix, rowsHeld, runs)));
    }
    Segment made;
    try {
      List<Fold<E>> rests = await(futures);
      made = new Segment(name, from, to, views.write(name, rows(workload, rests, runs)));
    } catch (StoreFailure | RuntimeException failure) {
      deleteQuietly(runs).forEach(failure::addSuppressed);
      throw failure;
    }
    deleteQuietly(runs);
    return made;
  }

  /**
   * Deletes runs, and tells what failed: a run that stays is a leak for the cleaner, and neither
   * takes a segment back that is whole nor hides why another is not.
   */
  private List<StoreFailure> deleteQuietly(Queue<SegmentName> runs) {
    List<StoreFailure> failures = new ArrayList<>();
    for (SegmentName run : runs) {
      try {
        views.delete(run);
      } catch (StoreFailure failure) {
        failures.add(failure);
      }
    }
    return failures;
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

  /**
   * The fold of what a share did not write out.
   *
   * @param runs gets the name of each run before it is written
   */
  private <E> Fold<E> foldShare(
      Workload<E> workload,
      Definition definition,
      Part part,
      OffsetVector origin,
      SegmentName name,
      String prefix,
      long rowsHeld,
      Queue<SegmentName> runs)
      throws StoreFailure {
    Partition partition = part.partition();
    OffsetRange range = part.range();
    List<RejectedEvent> rejections = new ArrayList<>();
    Fold.Sequence<E> sequence =
        Fold.of(workload, partition, definition.spec().duplicates(), rejections::add);
    OffsetRange lookback = sequence.lookback(range.from(), origin.at(partition));
    for (long at = lookback.from(); at < lookback.to(); ) {
      RecordBatch batch = read(partition, at, lookback.to());
      sequence.remember(batch);
      at = batch.next();
    }
    int written = 0;
    Fold<E> fold = sequence.from(range.from());
    for (long at = range.from(); at < range.to(); ) {
      RecordBatch batch = read(partition, at, range.to());
      fold.add(batch);
      if (!rejections.isEmpty()) {
        rejected.write(definition.number(), List.copyOf(rejections));
        rejections.clear();
      }
      at = batch.next();
      if (fold.rowCount() > rowsHeld) {
        SegmentName run = new SegmentName(name.definition(), name.baseEpoch(), prefix + written++);
        runs.add(run);
        views.write(run, new FoldCursor(fold, codec));
        fold = sequence.from(at);
      }
    }
    return fold;
  }

  private RecordBatch read(Partition partition, long from, long to) throws StoreFailure {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreFailure.Unavailable("interrupted while folding " + partition + ": try again");
    }
    return archive.read(partition, from, to);
  }

  private <E> Cursor<SegmentRow> rows(
      Workload<E> workload, List<Fold<E>> rests, Queue<SegmentName> runs) {
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

  /**
   * What all shares came to, once none runs any more; an interrupt does not wait for those that
   * run, and tells them to stop.
   */
  private static <T> List<T> await(List<Future<T>> futures) throws StoreFailure {
    List<T> results = new ArrayList<>();
    Option<StoreFailure> failed = Option.none();
    Option<Throwable> broken = Option.none();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoreFailure failure) {
          failed = failed.orElse(Option.some(failure)); // the first names where the gap starts
        } else {
          broken = broken.orElse(Option.of(e.getCause()));
        }
      } catch (InterruptedException e) {
        futures.forEach(f -> f.cancel(true));
        Thread.currentThread().interrupt();
        throw new StoreFailure.Unavailable("interrupted while folding: try again", e);
      }
    }
    if (broken.isDefined()) {
      throw new IllegalStateException("a share could not be folded", broken.get());
    }
    if (failed.isDefined()) {
      throw failed.get();
    }
    return results;
  }
}
