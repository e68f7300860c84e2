package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.Overview;
import io.anabranch.apps.http.status.ValidationView;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.archive.ArchiveLayer;
import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Auditor;
import io.anabranch.apps.layers.batch.BatchLayer;
import io.anabranch.apps.layers.reference.ReferenceFollower;
import io.anabranch.apps.layers.running.ActiveFailures;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.ServingLayer;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.apps.standalone.latency.Latencies;
import io.anabranch.apps.standalone.latency.VisibilityLatency;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All layers of one workload in one process. Each method runs one step of a layer; callers decide
 * when and on which thread.
 */
final class InProcessLayers {

  /** Publications until everything is folded again for the first time; the number then doubles. */
  private static final long FIRST_REPUBLICATION = 6;

  /** The resources that the layers take from this process. */
  record ProcessResources(
      ExecutorService folding, Supplier<String> nonces, Clock clock, LongSupplier nanos) {}

  private final Scenario scenario;
  private final LayerPorts ports;
  private final Layers layers;
  private final LiveWorkload.RunEnvironment environment;
  private final Clock clock;
  private final LongSupplier nanos;
  private final ReferenceFollower reference;
  private final PacedProducer producer;
  private final Latencies visible = new Latencies();
  private final ArchiveLayer archive;
  private final DefinitionFolds speed;
  private final BatchLayer batch;
  private final ServingLayer serving;

  private InProcessLayers(
      Scenario scenario,
      Generator generator,
      LiveWorkload.RunEnvironment environment,
      double speedUp,
      ProcessResources resources)
      throws StoreFailure {
    this.scenario = scenario;
    this.environment = environment;
    this.clock = resources.clock();
    this.nanos = resources.nanos();
    this.ports = environment.ports();
    VisibilityLatency visibility = new VisibilityLatency(visible, resources.nanos());
    this.producer =
        new PacedProducer(
            generator,
            environment.producer(),
            environment.topics(),
            visibility,
            resources.clock(),
            resources.nanos(),
            speedUp);
    this.layers =
        new Layers(scenario.factory(), ports, LayerSettings.DEFAULTS.withFoldingThreads(1));
    this.reference = layers.reference();
    this.archive = layers.archive(List.copyOf(environment.topics().keySet()), OffsetVector.ZERO);
    this.speed = layers.speed(all -> all, visibility::recordReadable);
    this.batch =
        layers.batch(
            layers.embeddedEngine(resources.folding()),
            resources.nonces(),
            this::desired,
            new Doubling(FIRST_REPUBLICATION),
            resources.clock());
    producer.prime();
    followReference();
    layers.adoption().open(desired(), OffsetVector.ZERO);
    this.serving = layers.serving(this::labels, resources.clock());
    speed.follow();
  }

  /** True when a count reaches a number, then when it reaches twice that count, and so on. */
  private static final class Doubling implements LongPredicate {
    private long next;

    Doubling(long first) {
      this.next = first;
    }

    @Override
    public boolean test(long count) {
      boolean isDue = count >= next;
      if (isDue) {
        next = 2 * count;
      }
      return isDue;
    }
  }

  /**
   * Opens the layers over in-memory ports, with the topics of a generator and the first entries of
   * its reference log.
   *
   * @param folding threads that fold batches
   * @param nonces unique strings
   * @param faults injected into the ports
   */
  static InProcessLayers open(
      Scenario scenario,
      Generator generator,
      double speedUp,
      ExecutorService folding,
      Supplier<String> nonces,
      Clock clock,
      LongSupplier nanos,
      Faults faults)
      throws StoreFailure {
    InMemoryEventLog log = new InMemoryEventLog(faults);
    SortedMap<String, Topic> topics = new TreeMap<>();
    generator.topics().forEach((name, count) -> topics.put(name, log.createTopic(name, count)));
    return open(
        scenario,
        generator,
        speedUp,
        LiveWorkload.RunEnvironment.inMemory(log, topics, faults),
        new ProcessResources(folding, nonces, clock, nanos));
  }

  /** Opens the layers in an environment. */
  static InProcessLayers open(
      Scenario scenario,
      Generator generator,
      double speedUp,
      LiveWorkload.RunEnvironment environment,
      ProcessResources resources)
      throws StoreFailure {
    return new InProcessLayers(scenario, generator, environment, speedUp, resources);
  }

  Scenario scenario() {
    return scenario;
  }

  LayerPorts ports() {
    return ports;
  }

  PacedProducer producer() {
    return producer;
  }

  LiveWorkload.RunEnvironment environment() {
    return environment;
  }

  Latencies visible() {
    return visible;
  }

  /** An auditor that has checked nothing yet. */
  Auditor newAuditor() {
    return layers.auditor();
  }

  /** An overview of all layers. */
  Overview newOverview(
      ValidationView validation, ActiveFailures activeFailures, Supplier<AuditReport> audit) {
    return new Overview(
        serving,
        ports.progress(),
        ports.log(),
        ports.archive(),
        new Overview.Sources(
            batch::publications,
            batch::lastPublication,
            visible::summary,
            validation::totals,
            () -> activeFailures.describe().toVector(),
            audit),
        scenario.validated().description(),
        clock,
        nanos);
  }

  /** Compares all answers with a recount at the end of the log. */
  FullRecount.Verdict recount() throws StoreFailure {
    return FullRecount.of(serving, ports.log(), ports.archive());
  }

  ValidationView newValidation() {
    return new ValidationView(serving, ports.log(), ports.archive(), scenario.validated(), clock);
  }

  // Serving

  ServingLayer serving() {
    return serving;
  }

  LabelsAt labels() {
    return reference.labels();
  }

  // Speed

  /** The folds of the current definitions. */
  List<DefinitionFold> folds() {
    return speed.folds();
  }

  boolean isFolding(DefinitionFold fold) {
    return speed.folds().contains(fold);
  }

  // Archive

  /** Copies new records to the master dataset, those of the reference log included. */
  void archive() throws StoreFailure {
    archive.step();
  }

  // Reference

  /** Reads new entries of the reference log. */
  void followReference() throws StoreFailure {
    reference.step();
  }

  private DefinitionSpec desired() {
    return scenario.setup().desired(reference.current());
  }

  // Batch

  /** Hands over from speed to batch, lets all layers follow, and truncates the log. */
  void handOver() throws StoreFailure {
    followReference();
    batch.handOver();
    speed.follow();
    serving.follow();
    truncate();
  }

  /** Truncates the log below what is both archived and published. */
  private void truncate() throws StoreFailure {
    List<Partition> partitions = serving.partitions();
    OffsetVector cut = serving.coverage().servingLane().cut();
    for (Partition partition : partitions) {
      long kept = Math.min(cut.at(partition), archivedTo(partition));
      if (kept > ports.log().bounds(partition).from()) {
        environment.truncation().deleteBefore(partition, kept);
      }
    }
  }

  long archivedTo(Partition partition) throws StoreFailure {
    return ManifestChain.lastEnd(ports.archive(), partition);
  }

  BatchLayer batch() {
    return batch;
  }
}
