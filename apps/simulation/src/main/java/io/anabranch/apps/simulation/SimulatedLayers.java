package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
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
  private final Layers layers;
  private final List<String> topics;
  private final LayerPorts ports;
  private final Option<Mechanism> without;
  private final FaultInjector injector;
  private final Supplier<Vector<Partition>> partitions;
  private int nonces;

  /**
   * The layers of one workload.
   *
   * @param topics of the workload's events
   * @param partitions the partitions of all topics as they are now
   */
  SimulatedLayers(
      WorkloadFactory workloads,
      List<String> topics,
      LayerPorts ports,
      Option<Mechanism> without,
      FaultInjector injector,
      Supplier<Vector<Partition>> partitions) {
    this.workloads = workloads;
    this.layers = new Layers(workloads, ports, LayerSettings.DEFAULTS);
    this.topics = topics;
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
    return layers
        .over(
            new LayerPorts(
                ports.log(),
                archive,
                speed,
                progress,
                ports.batch(),
                ledger,
                ports.rejected(),
                ports.codec()))
        .with(LayerSettings.DEFAULTS.withRecordsPerStep(maxRecords))
        .speed(definition);
  }

  Archiver archiver(OffsetVector origin, int maxRecords) {
    return layers.with(LayerSettings.DEFAULTS.withRecordsPerFile(maxRecords)).archiver(origin);
  }

  /**
   * A publisher of one lane.
   *
   * @param isKappa whether it folds the closed slices of the speed layer instead of the archive
   */
  Publisher publisher(boolean isKappa, int shares, long maxRows) {
    BatchEngine engine =
        layers
            .with(LayerSettings.DEFAULTS.withFoldingThreads(shares).withRowsInMemory(maxRows))
            .embeddedEngine(new DirectExecutor());
    if (lacks(Mechanism.DUPLICATE_LOOKBACK)) {
      engine = new MutantFolds.RewrittenOrigin(engine, (origin, from) -> from);
    } else if (lacks(Mechanism.ORIGIN)) {
      engine = new MutantFolds.RewrittenOrigin(engine, (origin, from) -> OffsetVector.ZERO);
    }
    SegmentSource source = isKappa ? layers.closedSliceSource() : layers.archiveSource(engine);
    if (lacks(Mechanism.WHOLE_SLICES) && !isKappa) {
      source = new MutantFolds.MidSliceCuts(source, ports.archive());
    }
    CoverageLedger ledger =
        lacks(Mechanism.UNKNOWN_OUTCOME)
            ? new MutantLedgers.DiscardOnUnknownOutcome(ports.ledger(), ports.batch(), injector)
            : ports.ledger();
    return layers.over(ports.withLedger(ledger)).publisher(engine, source, () -> "n" + nonces++);
  }

  Cleaner cleaner() {
    return layers.cleaner();
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
    return layers.losses(topics);
  }

  Adoption adoption() {
    return layers.adoption();
  }

  Auditor auditor() {
    return new Auditor(workloads, ports, reader()); // reads through the mutants, too
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
    return layers
        .over(
            ports
                .withLedger(
                    lacks(Mechanism.FLOOR_CHECK) ? new MutantLedgers.CachedReads(ledger) : ledger)
                .withSpeed(
                    lacks(Mechanism.SETTLED_READ)
                        ? new MutantSpeedViews.VersionlessReads(ports.speed())
                        : ports.speed()))
        .reader();
  }

  private CoverageLedger rewritten(MutantLedgers.RewrittenReads.Rewrite rewrite) {
    return new MutantLedgers.RewrittenReads(ports.ledger(), rewrite);
  }

  private boolean lacks(Mechanism mechanism) {
    return without.contains(mechanism);
  }
}
