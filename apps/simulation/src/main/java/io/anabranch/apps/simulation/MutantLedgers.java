package io.anabranch.apps.simulation;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingCoverageLedger;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Coverage ledgers, and the coverages they show, that lack one {@link Mechanism} each. */
final class MutantLedgers {

  private MutantLedgers() {}

  /** Without {@link Mechanism#FLOOR_CHECK}: a reader reads the coverage once for each answer. */
  static final class CachedReads extends ForwardingCoverageLedger {
    private Option<Coverage> cached = Option.none();

    CachedReads(CoverageLedger ledger) {
      super(ledger);
    }

    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      if (cached.isEmpty()) {
        cached = super.read(workload);
      }
      return cached;
    }
  }

  /** Without {@link Mechanism#EPOCH_CAS}: every change replaces the coverage. */
  static final class UnconditionalWrites extends ForwardingCoverageLedger {
    private final CoverageLedger ledger;
    private final FaultInjector injector;

    UnconditionalWrites(CoverageLedger ledger, FaultInjector injector) {
      super(ledger);
      this.ledger = ledger;
      this.injector = injector;
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      boolean isReplaced = ledger.compareAndSet(next);
      while (!isReplaced) {
        long revision =
            injector
                .withoutFaults(() -> ledger.read(next.workload()))
                .map(Coverage::revision)
                .getOrElse(0L);
        Coverage forced =
            new Coverage(
                next.workload(),
                revision + 1,
                next.origin(),
                next.serving(),
                next.lastDefinition(),
                next.lanes(),
                next.losses());
        isReplaced = injector.withoutFaults(() -> ledger.compareAndSet(forced));
      }
      return true;
    }
  }

  /** Shows a rewritten coverage to its readers. */
  static final class RewrittenReads extends ForwardingCoverageLedger {
    private final Rewrite rewrite;

    /** Makes the coverage that is shown from the one that is stored. */
    @FunctionalInterface
    interface Rewrite {
      Coverage apply(Coverage coverage) throws StoreFailure;
    }

    RewrittenReads(CoverageLedger ledger, Rewrite rewrite) {
      super(ledger);
      this.rewrite = rewrite;
    }

    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      Option<Coverage> stored = super.read(workload);
      return stored.isEmpty() ? stored : Option.some(rewrite.apply(stored.get()));
    }
  }

  /**
   * Without {@link Mechanism#UNKNOWN_OUTCOME}: a publisher treats a change of unknown outcome as
   * failed and deletes its segments.
   */
  static final class DiscardOnUnknownOutcome extends ForwardingCoverageLedger {
    private final CoverageLedger ledger;
    private final BatchViews batch;
    private final FaultInjector injector;

    DiscardOnUnknownOutcome(CoverageLedger ledger, BatchViews batch, FaultInjector injector) {
      super(ledger);
      this.ledger = ledger;
      this.batch = batch;
      this.injector = injector;
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      List<SegmentName> before =
          segmentsOf(injector.withoutFaults(() -> ledger.read(next.workload())));
      try {
        return ledger.compareAndSet(next);
      } catch (StoreFailure.OutcomeUnknown unknown) {
        for (SegmentName name : segmentsOf(Option.some(next))) {
          if (!before.contains(name)) {
            batch.delete(name);
          }
        }
        throw new StoreFailure.Unavailable("the publication is treated as failed", unknown);
      }
    }

    private static List<SegmentName> segmentsOf(Option<Coverage> coverage) {
      List<SegmentName> names = new ArrayList<>();
      for (Coverage known : coverage) {
        for (Lane lane : known.lanes().values()) {
          lane.chain().segments().forEach(segment -> names.add(segment.name()));
        }
      }
      return names;
    }
  }

  /** Without {@link Mechanism#DEFINITION_NUMBER}: the numbers of retired definitions are free. */
  static Coverage forgettingRetiredNumbers(Coverage coverage) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        coverage.origin(),
        coverage.serving(),
        coverage.lanes().last()._1().value(),
        coverage.lanes(),
        coverage.losses());
  }

  /** Without {@link Mechanism#FROZEN_DEFINITION}: losses are older than every definition. */
  static Coverage withoutFrozenDefinitions(Coverage coverage) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        coverage.origin(),
        coverage.serving(),
        coverage.lastDefinition(),
        coverage.lanes(),
        coverage.losses().map(loss -> loss.since(new DefinitionNumber(1))));
  }

  /** The coverage with another origin, which bounds how far a fold looks back for duplicates. */
  static Coverage withOrigin(Coverage coverage, OffsetVector origin) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        origin,
        coverage.serving(),
        coverage.lastDefinition(),
        coverage.lanes(),
        coverage.losses());
  }

  /** The offsets from which a definition's open slices are folded. */
  static OffsetVector startOfFold(
      Coverage coverage,
      Definition definition,
      OffsetVector progress,
      Vector<Partition> partitions) {
    SliceBits slices = definition.spec().sliceBits();
    OffsetVector readable =
        coverage.lane(definition.number()).map(Lane::readableCut).getOrElse(coverage.origin());
    TreeMap<Partition, Long> start = new TreeMap<>();
    for (Partition partition : partitions) {
      start.put(partition, slices.floor(progress.at(partition)));
    }
    return OffsetVector.of(start).max(coverage.origin()).max(readable);
  }

  /** Without {@link Mechanism#READABLE_CUT}: only the newest epoch is readable. */
  static Coverage readableAtNewestCut(Coverage coverage) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        coverage.origin(),
        coverage.serving(),
        coverage.lastDefinition(),
        coverage
            .lanes()
            .mapValues(
                lane ->
                    new Lane(
                        lane.definition(),
                        lane.epoch(),
                        lane.chain(),
                        lane.previous(),
                        lane.epoch(),
                        lane.cleaned())),
        coverage.losses());
  }
}
