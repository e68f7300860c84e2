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
 * All layers of one workload in one process. Each does one step when it is told to; who tells them,
 * and when, is another's business.
 */
final class InProcessLayers {

  /** Everything is folded again first after so many publications, and then after twice as many. */
  private static final long FIRST_REPUBLICATION = 6;

  /** What the layers need of this process. */
  record Surroundings(
      ExecutorService folding, Supplier<String> nonces, Clock clock, LongSupplier nanos) {}

  private final Scenario scenario;
  private final LayerPorts ports;
  private final Layers layers;
  private final LiveWorkload.RunEnvironment environment;
  private final Clock clock;
  private final LongSupplier nanos;
  private final ReferenceFollower reference;
  private final PacedProducer feed;
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
      Surroundings around)
      throws StoreFailure {
    this.scenario = scenario;
    this.environment = environment;
    this.clock = around.clock();
    this.nanos = around.nanos();
    this.ports = environment.ports();
    VisibilityLatency departures = new VisibilityLatency(visible, around.nanos());
    this.feed =
        new PacedProducer(
            generator,
            environment.producer(),
            environment.topics(),
            departures,
            around.clock(),
            around.nanos(),
            speedUp);
    this.layers =
        new Layers(scenario.factory(), ports, LayerSettings.DEFAULTS.withFoldingThreads(1));
    this.reference = layers.reference();
    this.archive = layers.archive(List.copyOf(environment.topics().keySet()), OffsetVector.ZERO);
    this.speed = layers.speed(all -> all, departures::arrived);
    this.batch =
        layers.batch(
            layers.embeddedEngine(around.folding()),
            around.nonces(),
            this::desired,
            new Doubling(FIRST_REPUBLICATION),
            around.clock());
    feed.prime();
    followReference();
    layers.adoption().open(desired(), OffsetVector.ZERO);
    this.serving = layers.serving(this::labels, around.clock());
    speed.follow();
  }

  /** Once at a number, and then at twice the number that it was at last. */
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
   * Opens everything over the memory of this process, with the topics of a generator and the
   * reference log as it begins.
   *
   * @param folding where batches are folded
   * @param nonces words that nobody else uses
   * @param faults what fails, and when
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
        new Surroundings(folding, nonces, clock, nanos));
  }

  /** Opens everything where it stands. */
  static InProcessLayers open(
      Scenario scenario,
      Generator generator,
      double speedUp,
      LiveWorkload.RunEnvironment environment,
      Surroundings around)
      throws StoreFailure {
    return new InProcessLayers(scenario, generator, environment, speedUp, around);
  }

  Scenario scenario() {
    return scenario;
  }

  LayerPorts ports() {
    return ports;
  }

  PacedProducer feed() {
    return feed;
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

  /** What tells of all layers. */
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

  /** Compares all answers with a recount, at a V that nothing comes after. */
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

  /** The channels that fold now. */
  List<DefinitionFold> channels() {
    return speed.folds();
  }

  boolean folds(DefinitionFold channel) {
    return speed.folds().contains(channel);
  }

  // Archive

  /** Copies what has come into the master dataset, the reference log too. */
  void archive() throws StoreFailure {
    archive.step();
  }

  // Reference

  /** Reads what the reference log has been told. */
  void followReference() throws StoreFailure {
    reference.step();
  }

  private DefinitionSpec desired() {
    return scenario.setup().desired(reference.current());
  }

  // Batch

  /** One hand-over; then all look what has changed, and the log forgets what it may. */
  void handOver() throws StoreFailure {
    followReference();
    batch.handOver();
    speed.follow();
    serving.follow();
    retain();
  }

  /** The log forgets what is both archived and published. */
  private void retain() throws StoreFailure {
    List<Partition> partitions = serving.partitions();
    OffsetVector cut = serving.coverage().servingLane().cut();
    for (Partition partition : partitions) {
      long kept = Math.min(cut.at(partition), archivedTo(partition));
      if (kept > ports.log().bounds(partition).from()) {
        environment.forgetting().before(partition, kept);
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
