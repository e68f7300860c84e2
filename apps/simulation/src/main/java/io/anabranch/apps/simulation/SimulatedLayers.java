package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.ClosedSliceSource;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.function.Supplier;

/**
 * Composes the layers of the simulated cluster: the same classes as in production over the
 * simulated ports, of which those of one mechanism may be replaced by mutants.
 */
final class SimulatedLayers {

  private final WorkloadFactory workloads;
  private final Workload<?> served;
  private final List<String> topics;
  private final LayerPorts ports;
  private final Option<Mechanism> without;
  private final FaultInjector injector;
  private final Supplier<Vector<Partition>> partitions;
  private int nonces;

  /**
   * The layers of one workload.
   *
   * @param served the workload whose presentations answers are made of
   * @param partitions the partitions of all topics as they are now
   */
  SimulatedLayers(
      WorkloadFactory workloads,
      Workload<?> served,
      LayerPorts ports,
      Option<Mechanism> without,
      FaultInjector injector,
      Supplier<Vector<Partition>> partitions) {
    this.workloads = workloads;
    this.served = served;
    this.topics = served.topics();
    this.ports = ports;
    this.without = without;
    this.injector = injector;
    this.partitions = partitions;
  }

  SpeedLayer speedLayer(Definition definition, int maxRecords) {
    CoverageLedger ledger = ports.ledger();
    SpeedViews speed = ports.speed();
    Progress progress = ports.progress();
    MasterDataset archive = ports.archive();
    if (lacks(Mechanism.ARCHIVE_FALLBACK)) {
      archive = new MutantArchives.WriteOnly(archive);
    } else if (lacks(Mechanism.PROGRESS_AFTER_ROWS)) {
      MutantSpeedViews.BufferedUntilProgress buffered =
          new MutantSpeedViews.BufferedUntilProgress(speed);
      speed = buffered;
      progress = buffered.progress(progress);
    } else if (lacks(Mechanism.DUPLICATE_LOOKBACK)) {
      ledger =
          rewritten(
              coverage ->
                  MutantLedgers.withOrigin(
                      coverage,
                      MutantLedgers.startOfFold(
                          coverage,
                          definition,
                          ports.progress().read(definition.number()),
                          partitions.get())));
    } else if (lacks(Mechanism.ORIGIN)) {
      ledger = rewritten(coverage -> MutantLedgers.withOrigin(coverage, OffsetVector.ZERO));
    } else if (lacks(Mechanism.READABLE_CUT)) {
      ledger = rewritten(MutantLedgers::readableAtNewestCut);
    } else if (lacks(Mechanism.FROZEN_DEFINITION)) {
      ledger = rewritten(MutantLedgers::withoutFrozenDefinitions);
    }
    return new SpeedLayer(
        definition,
        workloads.create(definition.spec()),
        new ArchiveBackedLog(ports.log(), archive),
        ledger,
        progress,
        speed,
        ports.rejected(),
        ports.codec(),
        maxRecords);
  }

  Archiver archiver(OffsetVector origin, int maxRecords) {
    return new Archiver(ports.log(), ports.archive(), origin, maxRecords);
  }

  /**
   * A publisher of one lane.
   *
   * @param isKappa whether it folds the closed slices of the speed layer instead of the archive
   */
  Publisher publisher(boolean isKappa, int shares, long maxRows) {
    BatchEngine engine =
        new EmbeddedBatchEngine(
            workloads,
            ports.archive(),
            ports.batch(),
            ports.rejected(),
            ports.codec(),
            new DirectExecutor(),
            shares,
            maxRows);
    if (lacks(Mechanism.DUPLICATE_LOOKBACK)) {
      engine = new MutantFolds.RewrittenOrigin(engine, (origin, from) -> from);
    } else if (lacks(Mechanism.ORIGIN)) {
      engine = new MutantFolds.RewrittenOrigin(engine, (origin, from) -> OffsetVector.ZERO);
    }
    SegmentSource source =
        isKappa
            ? new ClosedSliceSource(
                workloads, ports.progress(), ports.speed(), ports.batch(), ports.codec())
            : new ArchiveSource(workloads, ports.archive(), engine);
    if (lacks(Mechanism.WHOLE_SLICES) && !isKappa) {
      source = new MutantFolds.MidSliceCuts(source, ports.archive());
    }
    CoverageLedger ledger =
        lacks(Mechanism.UNKNOWN_OUTCOME)
            ? new MutantLedgers.DiscardOnUnknownOutcome(ports.ledger(), ports.batch(), injector)
            : ports.ledger();
    return new Publisher(
        workloads.workload(), ledger, ports.batch(), engine, source, () -> "n" + nonces++);
  }

  Cleaner cleaner() {
    return new Cleaner(
        workloads.workload(),
        workloads,
        ports.ledger(),
        ports.speed(),
        ports.progress(),
        ports.batch());
  }

  /** Cleans one lane. */
  void clean(DefinitionNumber number) throws StoreFailure {
    cleaner().clean(number);
    if (lacks(Mechanism.PUBLICATION_GUARD)) {
      for (Lane lane :
          ports.ledger().read(workloads.workload()).flatMap(coverage -> coverage.lane(number))) {
        for (SegmentName name : ports.batch().segments(number)) {
          if (!lane.chain().names(name) && !lane.previous().names(name)) {
            ports.batch().delete(name);
          }
        }
      }
    }
  }

  LossDetection lossDetection() {
    return new LossDetection(
        workloads.workload(),
        topics,
        List.of(),
        ports.ledger(),
        ports.progress(),
        ports.log(),
        ports.archive());
  }

  Adoption adoption() {
    return new Adoption(workloads.workload(), ports.ledger(), ports.progress());
  }

  Auditor auditor() {
    return new Auditor(workloads, ports, reader());
  }

  /** A reader of the serving lane. */
  Reader reader() {
    return reader(ports.ledger());
  }

  /** A reader of one lane as if it served. */
  Reader readerOf(DefinitionNumber number) {
    return reader(rewritten(coverage -> coverage.switchingTo(number)));
  }

  private Reader reader(CoverageLedger ledger) {
    return new Reader(
        served,
        lacks(Mechanism.FLOOR_CHECK) ? new MutantLedgers.CachedReads(ledger) : ledger,
        ports.progress(),
        lacks(Mechanism.SETTLED_READ)
            ? new MutantSpeedViews.VersionlessReads(ports.speed())
            : ports.speed(),
        ports.batch(),
        ports.codec());
  }

  private CoverageLedger rewritten(MutantLedgers.RewrittenReads.Rewrite rewrite) {
    return new MutantLedgers.RewrittenReads(ports.ledger(), rewrite);
  }

  private boolean lacks(Mechanism mechanism) {
    return without.contains(mechanism);
  }
}
