package io.anabranch.apps.layers.speed;

import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.log.Failures;
import io.anabranch.apps.layers.log.TopicIdentity;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final ArchiveBackedLog log;
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
      ArchiveBackedLog log,
      CoverageLedger ledger,
      Progress progress,
      SpeedViews views,
      RejectedEvents rejected,
      StateCodec codec,
      int maxRecords) {
    this.definition = definition;
    this.workload = workload;
    this.log = log.demanding(this::demandGoingOn);
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

  /** Where it goes on in each of them. */
  public Map<Partition, Long> positions() {
    Map<Partition, Long> positions = new TreeMap<>();
    owned.forEach((partition, fold) -> positions.put(partition, fold.position()));
    return positions;
  }

  /**
   * Takes a partition over, from the start of the slice that its progress stands in, or from the
   * cut if that is further: below the oldest cut that is still read, nobody needs a speed row.
   *
   * @throws StoreFailure.Corrupt if the partition is of a topic that was recreated
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
        ledger.read(workload.name()).getOrElseThrow(() -> new NotStarted(workload.name()));
    Lane lane =
        coverage
            .lane(definition.number())
            .getOrElseThrow(
                () -> // no fault: whoever follows the coverage is about to let this one go
                new StoreFailure.Unavailable(
                        "definition " + definition.number() + " is retired: nothing is folded"));
    demandGoingOn(coverage);
    OffsetVector foldedSoFar = progress.read(definition.number());
    TopicIdentity.demand(
        partition,
        coverage.origin().max(lane.cut()).max(foldedSoFar).partitions(),
        coverage.losses());
    long origin = coverage.origin().at(partition);
    long folded = foldedSoFar.at(partition);
    long start =
        Math.max(
            Math.max(origin, definition.spec().sliceBits().floor(folded)),
            lane.readableCut().at(partition));
    return new PartitionFold<>(definition, typed, partition, origin, start, log, codec);
  }

  /** Folds what has come of every partition, without waiting. */
  public long step() throws StoreFailure {
    return step(Duration.ZERO);
  }

  /**
   * Demands that the definition does not stand still: what was lost since is no hole to it. Nobody
   * passes over it who reads first and asks then, as the archive shows it only after it is known.
   */
  private void demandGoingOn() throws StoreFailure {
    for (Coverage coverage : ledger.read(workload.name())) {
      demandGoingOn(coverage);
    }
  }

  private void demandGoingOn(Coverage coverage) throws StoreFailure.Unavailable {
    if (coverage.isFrozen(definition.number())) {
      throw new StoreFailure.Unavailable(
          "definition "
              + definition.number()
              + " stands still, as something was accepted as lost since: the batch layer folds"
              + " another");
    }
  }

  /**
   * Waits until something has come, folds it and makes it readable: all rows are written together,
   * and then the progress that vouches for them. A backlog that batch has passed meanwhile is left
   * to it.
   *
   * @param atMost how long to wait
   * @return how many offsets were written, holes included: 0 if nothing has come
   * @throws StoreFailure with everything kept to be tried again by the next step
   */
  public long step(Duration atMost) throws StoreFailure {
    long offsets = write(); // what a step before could not
    Set<Partition> news = log.await(positions(), atMost);
    Failures failures = new Failures();
    for (Map.Entry<Partition, PartitionFold<?>> one : owned.entrySet()) {
      if (news.contains(one.getKey())) {
        failures.catching(() -> one.getValue().fold(maxRecords)); // the others go on
      }
    }
    offsets += write();
    failures.rethrow();
    if (owned.values().stream().anyMatch(PartitionFold::hasClosedSlice)) {
      passOverWhatIsCut();
      owned.values().forEach(PartitionFold::forgetClosedSlice);
    }
    return offsets;
  }

  /**
   * Rows and rejections first, then the progress that vouches for them.
   *
   * @return how many offsets are written that were not
   */
  private long write() throws StoreFailure {
    List<SpeedRow> rows = new ArrayList<>();
    List<RejectedEvent> rejections = new ArrayList<>();
    List<PartitionFold<?>> unwritten =
        owned.values().stream().filter(fold -> fold.unwritten() > 0).toList();
    unwritten.forEach(fold -> fold.collect(rows, rejections));
    if (unwritten.isEmpty()) {
      return 0;
    }
    if (!rows.isEmpty()) {
      views.write(rows);
    }
    if (!rejections.isEmpty()) {
      rejected.write(definition.number(), rejections);
    }
    Map<Partition, Long> folded = positions();
    folded.keySet().retainAll(unwritten.stream().map(PartitionFold::partition).toList());
    progress.advance(definition.number(), OffsetVector.of(folded));
    long offsets = unwritten.stream().mapToLong(PartitionFold::unwritten).sum();
    unwritten.forEach(PartitionFold::written);
    return offsets;
  }

  /**
   * Takes each partition over again whose fold is behind the oldest readable cut: rows below it
   * would be leaks, which nothing reads and only a sweep deletes.
   */
  private void passOverWhatIsCut() throws StoreFailure {
    Option<Lane> lane =
        ledger.read(workload.name()).flatMap(coverage -> coverage.lane(definition.number()));
    for (Lane live : lane) {
      OffsetVector cut = live.readableCut();
      for (Map.Entry<Partition, PartitionFold<?>> fold : owned.entrySet()) {
        if (fold.getValue().position() < cut.at(fold.getKey())) {
          fold.setValue(open(workload, fold.getKey()));
        }
      }
    }
  }
}
