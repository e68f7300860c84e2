package io.anabranch.apps.layers.audit;

import io.anabranch.apps.layers.log.RecordBatches;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.recount.EventWalk;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Goes through the log once, from the origin on and only forward, a bounded number of records at a
 * time and exactly up to the vectors that it is told. What the log no longer holds it reads in the
 * archive. It keeps a position for each partition and, where duplicates are looked for, the ids of
 * a horizon. One thread at a time.
 *
 * @param <E> the workload's event
 */
public final class LogWalk<E> {

  private static final class Track<E> {
    private final EventWalk<E> events;
    private final EventWalk.Visitor<? super E> visitor;
    private long next;

    Track(EventWalk<E> events, EventWalk.Visitor<? super E> visitor, long next) {
      this.events = events;
      this.visitor = visitor;
      this.next = next;
    }
  }

  private final EventLog log;
  private final MasterDataset archive;
  private final Workload<E> workload;
  private final Option<DuplicateRule> rule;
  private final OffsetVector origin;
  private final Function<Partition, EventWalk.Visitor<? super E>> visitors;
  private final Map<Partition, Track<E>> tracks = new TreeMap<>();

  /**
   * A walk that stands at the origin.
   *
   * @param rule which events are repeats, if any are looked for
   * @param visitors who is told of a partition's events; asked once for each
   */
  public LogWalk(
      EventLog log,
      MasterDataset archive,
      Workload<E> workload,
      Option<DuplicateRule> rule,
      OffsetVector origin,
      Function<Partition, EventWalk.Visitor<? super E>> visitors) {
    this.log = log;
    this.archive = archive;
    this.workload = workload;
    this.rule = rule;
    this.origin = origin;
    this.visitors = visitors;
  }

  /** Where it stands. */
  public OffsetVector reached() {
    TreeMap<Partition, Long> reached = new TreeMap<>(origin.asMap());
    tracks.forEach((partition, track) -> reached.put(partition, track.next));
    return OffsetVector.of(reached);
  }

  /** Whether nothing before these offsets is left to be walked. */
  public boolean hasReached(OffsetVector to) {
    return reached().covers(to);
  }

  /**
   * Walks on, in no partition beyond these offsets.
   *
   * @param mostRecords after so many it stops
   * @return right: how many records it walked, and one for each time that it read; left: the
   *     position that is next and that nobody holds, at which the walk stands until somebody does
   */
  public Either<Finding.LostOffsets, Long> walk(OffsetVector to, long mostRecords)
      throws StoreFailure {
    long done = 0;
    for (Partition partition : to.partitions()) {
      long end = to.at(partition);
      if (end <= origin.at(partition)) {
        continue;
      }
      Track<E> track = tracks.computeIfAbsent(partition, this::track);
      while (track.next < end && done < mostRecords) {
        int most = (int) Math.min(RecordBatches.SIZE, mostRecords - done);
        Either<Finding.LostOffsets, RecordBatch> read = read(partition, track.next, most, to);
        if (read.isLeft()) {
          return Either.left(read.getLeft());
        }
        RecordBatch batch = read.get();
        batch = batch.next() > end ? batch.within(track.next, end) : batch;
        track.events.walk(batch, track.visitor);
        track.next = batch.next();
        done += batch.size() + 1;
      }
    }
    return Either.right(done);
  }

  private Track<E> track(Partition partition) {
    return new Track<>(
        new EventWalk<>(workload, partition, rule),
        visitors.apply(partition),
        origin.at(partition));
  }

  private Either<Finding.LostOffsets, RecordBatch> read(
      Partition partition, long from, int mostRecords, OffsetVector to) throws StoreFailure {
    String why;
    try {
      Option<RecordBatch> live = log.read(partition, from, mostRecords);
      if (live.exists(batch -> batch.next() > from)) {
        return Either.right(live.get());
      }
      why = live.isDefined() ? "the log ends there" : "the log starts behind it";
    } catch (StoreFailure.Corrupt gone) {
      why = String.valueOf(gone.getMessage());
    }
    try {
      Option<RecordBatch> archived = archive.read(partition, from, mostRecords);
      if (archived.exists(batch -> batch.next() > from)) {
        return Either.right(archived.get());
      }
    } catch (StoreFailure.Corrupt broken) {
      why = why + "; in the archive, " + broken.getMessage();
    }
    return Either.left(new Finding.LostOffsets(partition, from, to, why));
  }
}
