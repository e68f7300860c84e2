package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Chain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Publishes a lane's next epoch: chooses the cut, folds the new records into uniquely named
 * segments, and moves the pointer only if the epoch has not changed since it started. Any number of
 * publishers may run; the one that loses discards its work.
 *
 * <p>Each publication also merges segments of similar size at the end of the chain. The newest
 * segment is not merged until the next publication: the cleaner deletes the speed rows of its keys.
 */
public final class Publisher {

  private final String workload;
  private final CoverageLedger ledger;
  private final BatchViews views;
  private final BatchEngine engine;
  private final SegmentSource source;
  private final Supplier<String> nonces;

  /**
   * Creates a publisher of a workload.
   *
   * @param nonces supplies globally unique words
   */
  public Publisher(
      String workload,
      CoverageLedger ledger,
      BatchViews views,
      BatchEngine engine,
      SegmentSource source,
      Supplier<String> nonces) {
    this.workload = workload;
    this.ledger = ledger;
    this.views = views;
    this.engine = engine;
    this.source = source;
    this.nonces = nonces;
  }

  /** Publishes the records since the lane's last epoch. */
  public Publication publish(DefinitionNumber definition) throws StoreFailure {
    return attempt(definition, false);
  }

  /**
   * Folds the entire history again, from the origin, into a chain of one segment.
   *
   * @throws IllegalStateException in kappa mode, where folded slices may have been deleted: adopt a
   *     new definition instead
   */
  public Publication republish(DefinitionNumber definition) throws StoreFailure {
    if (!source.reachesBackToOrigin()) {
      throw new IllegalStateException("closed speed slices do not reach back to the origin");
    }
    return attempt(definition, true);
  }

  private Publication attempt(DefinitionNumber definition, boolean fromOrigin) throws StoreFailure {
    Option<Coverage> read = ledger.read(workload);
    Option<Lane> found = read.flatMap(coverage -> coverage.lane(definition));
    if (found.isEmpty()) {
      return new Publication.Retired();
    }
    Coverage coverage = read.get();
    Lane lane = found.get();
    if (coverage.isFrozen(definition)) {
      return new Publication.NothingNew(lane);
    }
    OffsetVector cut = source.available(coverage, lane);
    OffsetVector from = fromOrigin ? coverage.origin() : lane.cut();
    if (cut.equals(from) || (!fromOrigin && cut.equals(lane.cut()))) {
      return new Publication.NothingNew(lane);
    }
    List<SegmentName> made = new ArrayList<>();
    Chain next;
    Segment added;
    try {
      Chain before = fromOrigin ? Chain.startingAt(coverage.origin()) : merged(lane, made);
      added = source.fold(coverage, lane, name(lane, made), from, cut);
      next = before.append(added);
    } catch (StoreFailure failure) {
      deleteQuietly(made, failure);
      // Data that a cleaner deleted during an attempt that has lost is not corrupt.
      if (failure instanceof StoreFailure.Corrupt) {
        Option<Lane> now = ledger.read(workload).flatMap(c -> c.lane(definition));
        if (now.isEmpty()) {
          return new Publication.Retired();
        }
        if (now.get().epoch() != lane.epoch()) {
          return new Publication.Lost();
        }
      }
      throw failure;
    }
    return commit(lane, next, added, made);
  }

  private Chain merged(Lane lane, List<SegmentName> made) throws StoreFailure {
    int tail = lane.chain().mergeableTail();
    if (tail < 2) {
      return lane.chain();
    }
    List<Segment> last = lane.chain().segments().takeRight(tail).asJava();
    return lane.chain()
        .replacingLast(tail, engine.merge(lane.definition(), name(lane, made), last));
  }

  private SegmentName name(Lane lane, List<SegmentName> made) {
    SegmentName name = new SegmentName(lane.definition().number(), lane.epoch(), nonces.get());
    made.add(name);
    return name;
  }

  /**
   * Moves the pointer. A change that keeps the lane's epoch (a floor, another lane) only causes a
   * retry; an unknown outcome is looked up first.
   */
  private Publication commit(Lane base, Chain next, Segment added, List<SegmentName> made)
      throws StoreFailure {
    DefinitionNumber definition = base.definition().number();
    while (true) {
      Option<Coverage> current = ledger.read(workload);
      Option<Lane> lane = current.flatMap(coverage -> coverage.lane(definition));
      if (lane.exists(l -> l.chain().names(added.name()))) {
        return new Publication.Published(lane.get(), added);
      }
      Option<Coverage> changed =
          current.flatMap(coverage -> coverage.publishing(definition, base.epoch(), next));
      if (changed.isEmpty()) {
        discard(definition, made);
        return lane.isEmpty() ? new Publication.Retired() : new Publication.Lost();
      }
      if (CompareAndSet.attempt(ledger, changed.get()) == CompareAndSet.WON) {
        return new Publication.Published(changed.get().lane(definition).get(), added);
      }
    }
  }

  /**
   * Deletes the segments of this attempt that can no longer be named. A pointer change with an
   * unknown outcome may still name some: those remain, and the cleaner sweeps them once the epoch
   * has advanced.
   */
  private void discard(DefinitionNumber definition, List<SegmentName> made) throws StoreFailure {
    Option<Lane> lane = ledger.read(workload).flatMap(coverage -> coverage.lane(definition));
    for (SegmentName name : made) {
      if (!lane.exists(l -> l.mayName(name))) {
        views.delete(name);
      }
    }
  }

  /**
   * Deletes the segments made before the pointer was moved. Any that remain are orphans for the
   * cleaner.
   */
  private void deleteQuietly(List<SegmentName> made, StoreFailure failure) {
    for (SegmentName name : made) {
      try {
        views.delete(name);
      } catch (StoreFailure second) {
        failure.addSuppressed(second);
      }
    }
  }
}
