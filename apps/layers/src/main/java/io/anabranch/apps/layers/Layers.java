package io.anabranch.apps.layers;

import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.archive.ArchiveLayer;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.BatchLayer;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.ClosedSliceSource;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.reference.ReferenceFollower;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Composes the use cases of one workload and passes each the ports that it uses. Processes, the
 * demo, replays, benchmarks and simulations all create their layers here, each over its own ports.
 *
 * <p>Immutable. Each call creates a new object that shares only the ports with others.
 */
public final class Layers {

  private final WorkloadFactory workload;
  private final LayerPorts ports;
  private final LayerSettings settings;

  public Layers(WorkloadFactory workload, LayerPorts ports, LayerSettings settings) {
    this.workload = workload;
    this.ports = ports;
    this.settings = settings;
  }

  public WorkloadFactory workload() {
    return workload;
  }

  public LayerPorts ports() {
    return ports;
  }

  /** Returns the same layers over other ports. */
  public Layers over(LayerPorts others) {
    return new Layers(workload, others, settings);
  }

  /** Returns the same layers with other settings. */
  public Layers with(LayerSettings others) {
    return new Layers(workload, ports, others);
  }

  // Archive

  /** Creates an archiver of the records from the origin onwards. */
  public Archiver archiver(OffsetVector origin) {
    return archiver(ports.log(), ports.archive(), origin, settings);
  }

  /** Creates the archive layer of some topics. */
  public ArchiveLayer archive(List<String> topics, OffsetVector origin) {
    return new ArchiveLayer(topics, ports.log(), archiver(origin));
  }

  /** Creates the archive layer of a process that has no other ports. */
  public static ArchiveLayer archive(
      List<String> topics,
      EventLog log,
      MasterDataset archive,
      OffsetVector origin,
      LayerSettings settings) {
    return new ArchiveLayer(topics, log, archiver(log, archive, origin, settings));
  }

  private static Archiver archiver(
      EventLog log, MasterDataset archive, OffsetVector origin, LayerSettings settings) {
    return new Archiver(log, archive, origin, settings.recordsPerFile());
  }

  // Definitions and reference data

  /** Creates the initializer of the workload's coverage. */
  public CoverageInitializer coverage(WorkloadSetup setup) {
    return new CoverageInitializer(
        setup, ports.log(), ports.archive(), ports.ledger(), ports.progress());
  }

  public ReferenceFollower reference() {
    return new ReferenceFollower(ports.log(), ports.archive(), ports.ledger(), workload);
  }

  public Adoption adoption() {
    return new Adoption(workload.workload(), ports.ledger(), ports.progress());
  }

  /**
   * Creates the detection of data loss.
   *
   * @param topics the topics of the workload's events
   */
  public LossDetection losses(List<String> topics) {
    return new LossDetection(
        workload.workload(),
        topics,
        workload.referenceTopics(),
        ports.ledger(),
        ports.progress(),
        ports.log(),
        ports.archive());
  }

  // Speed

  /** Creates the speed layer of one definition. */
  public SpeedLayer speed(Definition definition) {
    return new SpeedLayer(
        definition,
        workload.create(definition.spec()),
        new ArchiveBackedLog(ports.log(), ports.archive()),
        ports.ledger(),
        ports.progress(),
        ports.speed(),
        ports.rejected(),
        ports.codec(),
        settings.recordsPerStep());
  }

  /**
   * Creates the speed layers of all definitions that have a lane.
   *
   * @param share selects the partitions that are folded here
   * @param readable receives the offsets that answers cover, after each step that wrote something
   */
  public DefinitionFolds speed(DefinitionFolds.Share share, Consumer<OffsetVector> readable) {
    return new DefinitionFolds(
        workload, ports.ledger(), ports.log(), ports.progress(), this::speed, share, readable);
  }

  // Batch

  /** Creates the batch engine that folds on threads of this process. */
  public BatchEngine embeddedEngine(ExecutorService threads) {
    return new EmbeddedBatchEngine(
        workload,
        ports.archive(),
        ports.batch(),
        ports.rejected(),
        ports.codec(),
        threads,
        settings.foldingThreads(),
        settings.rowsInMemory());
  }

  /** Creates the source of segments in batch mode. */
  public SegmentSource archiveSource(BatchEngine engine) {
    return new ArchiveSource(workload, ports.archive(), engine);
  }

  /** Creates the source of segments in kappa mode. */
  public SegmentSource closedSliceSource() {
    return new ClosedSliceSource(
        workload, ports.progress(), ports.speed(), ports.batch(), ports.codec());
  }

  /**
   * Creates a publisher.
   *
   * @param engine the engine that merges segments
   * @param nonces supplies globally unique words
   */
  public Publisher publisher(BatchEngine engine, SegmentSource source, Supplier<String> nonces) {
    return new Publisher(
        workload.workload(), ports.ledger(), ports.batch(), engine, source, nonces);
  }

  public Cleaner cleaner() {
    return new Cleaner(
        workload.workload(),
        workload,
        ports.ledger(),
        ports.speed(),
        ports.progress(),
        ports.batch());
  }

  /**
   * Creates the batch layer over the master dataset.
   *
   * @param nonces supplies globally unique words
   * @param desired supplies the definition that should serve; called at each hand-over
   * @param isFoldedAgain whether the entire history is folded again after this number of
   *     publications
   */
  public BatchLayer batch(
      BatchEngine engine,
      Supplier<String> nonces,
      Supplier<DefinitionSpec> desired,
      LongPredicate isFoldedAgain,
      Clock clock) {
    return new BatchLayer(
        workload.workload(),
        ports.ledger(),
        adoption(),
        publisher(engine, archiveSource(engine), nonces),
        cleaner(),
        desired,
        isFoldedAgain,
        clock);
  }

  // Serving and audit

  public Reader reader() {
    return new Reader(
        workload.workload(),
        ports.ledger(),
        ports.progress(),
        ports.speed(),
        ports.batch(),
        ports.codec());
  }

  /**
   * Creates the serving layer, which answers from the serving definition.
   *
   * @param labels supplies the current labels; called for each answer
   */
  public ServingLayer serving(Supplier<LabelsAt> labels, Clock clock) throws StoreFailure {
    return new ServingLayer(workload, ports.ledger(), ports.log(), reader(), labels, clock);
  }

  /** Creates an auditor that has not checked anything yet. */
  public Auditor auditor() {
    return new Auditor(workload, ports, reader());
  }
}
