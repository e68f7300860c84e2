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
 * the changed rows, then the progress. All its state can be folded again: the next owner of a
 * partition starts at the beginning of the slice that the progress is in, and two simultaneous
 * owners write the same rows.
 *
 * <p>Each {@link #step} folds the available records, up to a limit, and writes each changed row
 * once: a few events are written immediately, many are written together. Not thread-safe.
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
   * Creates a speed layer that owns no partition yet.
   *
   * @param maxRecords the maximum number of records that one step folds per partition before it
   *     writes. A larger value writes fewer rows for a backlog but delays its first answer
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
    this.log = log.requiring(this::checkNotFrozen);
    this.ledger = ledger;
    this.progress = progress;
    this.views = views;
    this.rejected = rejected;
    this.codec = codec;
    this.maxRecords = maxRecords;
  }

  /** Returns the owned partitions. */
  public Set<Partition> owned() {
    return Set.copyOf(owned.keySet());
  }

  /** Returns the next offset to fold in each owned partition. */
  public Map<Partition, Long> positions() {
    Map<Partition, Long> positions = new TreeMap<>();
    owned.forEach((partition, fold) -> positions.put(partition, fold.position()));
    return positions;
  }

  /**
   * Takes over a partition. Folding starts at the beginning of the slice that the progress is in,
   * or at the oldest readable cut if that is further: below it, speed rows are not read.
   *
   * @throws StoreFailure.Corrupt if the partition's topic was recreated
   */
  public void own(Partition partition) throws StoreFailure {
    if (!owned.containsKey(partition)) {
      owned.put(partition, open(workload, partition));
    }
  }

  /** Releases a partition. The next owner folds what is not written yet. */
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
                () -> // not an error: the definition is about to be released
                new StoreFailure.Unavailable(
                        "definition "
                            + definition.number()
                            + " is retired: its speed layer folds nothing"));
    checkNotFrozen(coverage);
    OffsetVector foldedSoFar = progress.read(definition.number());
    TopicIdentity.check(
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

  /** Folds the available records of all owned partitions, without waiting. */
  public long step() throws StoreFailure {
    return step(Duration.ZERO);
  }

  /**
   * Checks that the definition is not frozen: it must not treat a later loss as a hole. Checking
   * after the read is safe, because a loss is recorded in the coverage before the archive skips it.
   */
  private void checkNotFrozen() throws StoreFailure {
    for (Coverage coverage : ledger.read(workload.name())) {
      checkNotFrozen(coverage);
    }
  }

  private void checkNotFrozen(Coverage coverage) throws StoreFailure.Unavailable {
    if (coverage.isFrozen(definition.number())) {
      throw new StoreFailure.Unavailable(
          "definition "
              + definition.number()
              + " is frozen: data loss was accepted after it was defined");
    }
  }

  /**
   * Waits for new records, folds them and makes them readable: all rows are written together, then
   * the progress that covers them. Records below the batch layer's cut are skipped.
   *
   * @param atMost how long to wait
   * @return the number of offsets written, holes included: 0 if there were no new records
   * @throws StoreFailure if reading or writing failed; the next step retries
   */
  public long step(Duration atMost) throws StoreFailure {
    long offsets = write(); // what an earlier step failed to write
    Set<Partition> news = log.await(positions(), atMost);
    Failures failures = new Failures();
    for (Map.Entry<Partition, PartitionFold<?>> one : owned.entrySet()) {
      if (news.contains(one.getKey())) {
        failures.catching(() -> one.getValue().fold(maxRecords)); // the others continue
      }
    }
    offsets += write();
    failures.rethrow();
    if (owned.values().stream().anyMatch(PartitionFold::hasClosedSlice)) {
      skipToCut();
      owned.values().forEach(PartitionFold::forgetClosedSlice);
    }
    return offsets;
  }

  /**
   * Writes rows and rejections first, then the progress that covers them.
   *
   * @return the number of offsets newly written
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
   * Reopens each partition whose fold is before the oldest readable cut: rows below the cut would
   * be orphans, which are never read and which only a sweep deletes.
   */
  private void skipToCut() throws StoreFailure {
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
