package io.anabranch.apps.speed;

import io.anabranch.apps.log.RetainedLog;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The embedded speed engine: folds the log of the partitions it owns, slice by slice, and writes
 * the rows that changed, then the progress they amount to. It keeps nothing that it could not fold
 * again: whoever owns a partition next starts where the progress's slice starts, and two owners at
 * once write the same rows.
 *
 * <p>Each {@link #step} takes all that has come, up to a bound, and writes each changed row once:
 * few events are written at once, and many are written together. One thread at a time.
 */
public final class SpeedLayer {

  private final Definition definition;
  private final Workload<?> workload;
  private final RetainedLog log;
  private final CoverageLedger ledger;
  private final Progress progress;
  private final SpeedViews views;
  private final RejectedEvents rejected;
  private final StateCodec codec;
  private final int maxRecords;
  private final Map<Partition, PartitionFold<?>> owned = new TreeMap<>();

  /**
   * A speed layer that owns nothing yet.
   *
   * @param maxRecords the most that one step takes of a partition before it writes: the larger it
   *     is, the fewer rows are written of a backlog, and the longer is its first answer away
   */
  public SpeedLayer(
      Definition definition,
      Workload<?> workload,
      RetainedLog log,
      CoverageLedger ledger,
      Progress progress,
      SpeedViews views,
      RejectedEvents rejected,
      StateCodec codec,
      int maxRecords) {
    this.definition = definition;
    this.workload = workload;
    this.log = log;
    this.ledger = ledger;
    this.progress = progress;
    this.views = views;
    this.rejected = rejected;
    this.codec = codec;
    this.maxRecords = maxRecords;
  }

  /** The partitions that it folds. */
  public Set<Partition> owned() {
    return Set.copyOf(owned.keySet());
  }

  /**
   * Takes a partition over, from the start of the slice that its progress stands in, or from the
   * cut if that is further: below the oldest cut that is still read, nobody needs a speed row.
   */
  public void own(Partition partition) throws StoreFailure {
    if (!owned.containsKey(partition)) {
      owned.put(partition, open(workload, partition));
    }
  }

  /** Lets a partition go. What is not written yet is left to the next owner. */
  public void release(Partition partition) {
    owned.remove(partition);
  }

  private <E> PartitionFold<E> open(Workload<E> typed, Partition partition) throws StoreFailure {
    Coverage coverage =
        ledger
            .read(workload.name())
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(workload.name() + " has no coverage: open it first"));
    Lane lane =
        coverage
            .lane(definition.number())
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(
                        "definition " + definition.number() + " is retired: nothing is folded"));
    long origin = coverage.origin().at(partition);
    long folded = progress.read(definition.number()).at(partition);
    long start =
        Math.max(
            Math.max(origin, definition.spec().sliceBits().floor(folded)),
            lane.readableCut().at(partition));
    return new PartitionFold<>(definition, typed, partition, origin, start, log, codec);
  }

  /**
   * Folds what has come of every partition and makes it readable.
   *
   * @return how many offsets it went on, holes included: 0 if nothing has come
   * @throws StoreFailure with everything kept to be tried again by the next step
   */
  public long step() throws StoreFailure {
    long offsets = 0;
    for (PartitionFold<?> fold : owned.values()) {
      offsets += fold.step(maxRecords, views, rejected, progress);
    }
    return offsets;
  }
}
