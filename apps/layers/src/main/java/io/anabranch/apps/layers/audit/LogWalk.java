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
 * Walks through the log once, forward from the origin, a bounded number of records at a time and
 * exactly up to given offsets. Records that the log no longer holds are read from the archive. Its
 * memory is a position for each partition and, with a rule for duplicates, the event ids of one
 * horizon. Not thread-safe.
 *
 * @param <E> the workload's event
 */
public final class LogWalk<E> {

  private static final class Cursor<E> {
    private final EventWalk<E> events;
    private final EventWalk.Visitor<? super E> visitor;
    private long next;

    Cursor(EventWalk<E> events, EventWalk.Visitor<? super E> visitor, long next) {
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
  private final Map<Partition, Cursor<E>> cursors = new TreeMap<>();

  /**
   * A walk that starts at the origin.
   *
   * @param rule by which events are duplicates; none if all count
   * @param visitors makes the visitor of a partition; called once for each
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

  /** The offsets up to which the log was walked. */
  public OffsetVector reached() {
    TreeMap<Partition, Long> reached = new TreeMap<>(origin.asMap());
    cursors.forEach((partition, cursor) -> reached.put(partition, cursor.next));
    return OffsetVector.of(reached);
  }

  /** Whether all records before these offsets were walked. */
  public boolean hasReached(OffsetVector to) {
    return reached().covers(to);
  }

  /**
   * Continues the walk, in no partition beyond the given offsets.
   *
   * @param maxRecords the maximum number of records
   * @return right: the number of records walked, plus one for each batch read; left: the next
   *     offset of a partition, which neither the log nor the archive holds; the walk stays there
   */
  public Either<Finding.LostOffsets, Long> walk(OffsetVector to, long maxRecords)
      throws StoreFailure {
    long done = 0;
    for (Partition partition : to.partitions()) {
      long end = to.at(partition);
      if (end <= origin.at(partition)) {
        continue;
      }
      Cursor<E> cursor = cursors.computeIfAbsent(partition, this::newCursor);
      while (cursor.next < end && done < maxRecords) {
        int atMost = (int) Math.min(RecordBatches.SIZE, maxRecords - done);
        Either<Finding.LostOffsets, RecordBatch> read = read(partition, cursor.next, atMost, to);
        if (read.isLeft()) {
          return Either.left(read.getLeft());
        }
        RecordBatch batch = read.get();
        batch = batch.next() > end ? batch.within(cursor.next, end) : batch;
        cursor.events.walk(batch, cursor.visitor);
        cursor.next = batch.next();
        done += batch.size() + 1;
      }
    }
    return Either.right(done);
  }

  private Cursor<E> newCursor(Partition partition) {
    return new Cursor<>(
        new EventWalk<>(workload, partition, rule),
        visitors.apply(partition),
        origin.at(partition));
  }

  private Either<Finding.LostOffsets, RecordBatch> read(
      Partition partition, long from, int maxRecords, OffsetVector to) throws StoreFailure {
    String why;
    try {
      Option<RecordBatch> live = log.read(partition, from, maxRecords);
      if (live.exists(batch -> batch.next() > from)) {
        return Either.right(live.get());
      }
      why = live.isDefined() ? "the log ends there" : "the log starts after it";
    } catch (StoreFailure.Corrupt gone) {
      why = String.valueOf(gone.getMessage());
    }
    try {
      Option<RecordBatch> archived = archive.read(partition, from, maxRecords);
      if (archived.exists(batch -> batch.next() > from)) {
        return Either.right(archived.get());
      }
    } catch (StoreFailure.Corrupt broken) {
      why = why + "; in the archive, " + broken.getMessage();
    }
    return Either.left(new Finding.LostOffsets(partition, from, to, why));
  }
}
