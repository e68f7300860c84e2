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
 * Folds the master dataset on threads of this process. Each partition's range is split into shares
 * at slice boundaries, each share is folded separately, and the folds are merged. A fold that
 * exceeds its part of the memory limit is written out as a sorted run, and the runs are merged at
 * the end. Memory therefore depends on the limit, not on the range or the number of shares. A fold
 * may exceed its part by the rows of one batch.
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
   * Creates an engine.
   *
   * @param threads folds the shares
   * @param shares the number of shares per partition; should equal the number of threads
   * @param maxRows the number of rows that the folds of all shares together may hold before some
   *     are written out; each share has an equal part of at least one row
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

  /** A range that is folded separately. */
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
      throw new IllegalArgumentException("the range from " + from + " to " + to + " is empty");
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
    Segment segment;
    try {
      List<Fold<E>> rests = await(futures);
      segment = new Segment(name, from, to, views.write(name, rows(workload, rests, runs)));
    } catch (StoreFailure | RuntimeException failure) {
      deleteQuietly(runs).forEach(failure::addSuppressed);
      throw failure;
    }
    deleteQuietly(runs);
    return segment;
  }

  /**
   * Deletes runs and returns the failures. A run that remains is an orphan for the cleaner; it must
   * neither discard a complete segment nor hide the cause of an incomplete one.
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

  /**
   * Splits a range into shares at slice boundaries. The first share may start, and the last may
   * end, within a slice.
   */
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
   * Folds a share and returns the fold of what was not written out.
   *
   * @param runs receives the name of each run before it is written
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
      throw new StoreFailure.Unavailable("interrupted while folding " + partition);
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
   * Waits for all shares and returns their results. On an interrupt, it cancels the running shares
   * and does not wait for them.
   */
  private static <T> List<T> await(List<Future<T>> futures) throws StoreFailure {
    List<T> results = new ArrayList<>();
    Option<StoreFailure> failed = Option.none();
    Option<Throwable> error = Option.none();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StoreFailure failure) {
          failed = failed.orElse(Option.some(failure)); // the first names the start of the gap
        } else {
          error = error.orElse(Option.of(e.getCause()));
        }
      } catch (InterruptedException e) {
        futures.forEach(f -> f.cancel(true));
        Thread.currentThread().interrupt();
        throw new StoreFailure.Unavailable("interrupted while folding", e);
      }
    }
    if (error.isDefined()) {
      throw new IllegalStateException("folding a share failed", error.get());
    }
    if (failed.isDefined()) {
      throw failed.get();
    }
    return results;
  }
}
