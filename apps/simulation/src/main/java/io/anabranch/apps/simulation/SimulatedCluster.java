package io.anabranch.apps.simulation;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The simulated cluster of one workload: its log, stores and reference data, and the layers over
 * them, with every mechanism or without one. It also keeps what the checks need to know: every
 * record, and every definition that ever had a number.
 */
final class SimulatedCluster {

  private final WorkloadUnderTest underTest;
  private final Option<Mechanism> without;
  private final FaultInjector injector;
  private final WorkloadFactory workloads;
  private final DefinitionSpec first;
  private final List<String> topics;
  private final OffsetVector origin;

  private final InMemoryEventLog log;
  private final OrphanRows orphanRows = new OrphanRows();
  private final LayerPorts ports;
  private final SimulatedLayers layers;
  private final Recount recount;
  private final LogHistory history;
  private final ArchiveDamage archiveDamage;

  private final SortedMap<DefinitionNumber, Vector<DefinitionSpec>> specs = new TreeMap<>();
  private final Map<DefinitionSpec, Workload<?>> built = new HashMap<>();
  private final long kappaBits;
  private long referenceEntries;

  SimulatedCluster(
      WorkloadUnderTest underTest,
      Schedule schedule,
      Option<Mechanism> without,
      FaultInjector injector) {
    this.underTest = underTest;
    this.without = without;
    this.injector = injector;
    this.workloads = underTest.workloads();
    this.log = new InMemoryEventLog(injector);
    InMemoryMasterDataset files = new InMemoryMasterDataset(injector);
    this.ports = ports(files);

    SplittableRandom random = new SplittableRandom(schedule.setupSeed());
    this.kappaBits = random.nextLong();
    this.first = randomSpec(random);
    this.topics = workloadOf(first).topics();
    this.origin = createTopics(schedule.partitions(), random);
    this.recount = new Recount(workloads, origin);
    this.history = new LogHistory(log, topics, recount, injector);
    this.archiveDamage = new ArchiveDamage(files, origin, history, injector);
    this.layers =
        new SimulatedLayers(workloads, topics, ports, without, injector, history::partitions);
    history.capture();
    remember(injector.withoutFaults(() -> layers.adoption().open(first, origin)));
  }

  /** The ports as the layers see them: over the network, and some of them mutants. */
  private LayerPorts ports(InMemoryMasterDataset files) {
    MasterDataset archive = new Network.RemoteMasterDataset(files, injector);
    SpeedViews speed =
        new Network.RemoteSpeedViews(
            lacks(Mechanism.ROW_VERSIONS)
                ? new MutantSpeedViews.LastWriteWins(injector)
                : new InMemorySpeedViews(injector),
            injector,
            orphanRows);
    CoverageLedger stored = new InMemoryCoverageLedger(injector);
    CoverageLedger ledger =
        new Network.RemoteCoverageLedger(
            lacks(Mechanism.EPOCH_CAS)
                ? new MutantLedgers.UnconditionalWrites(stored, injector)
                : stored,
            injector,
            this::remember);
    return new LayerPorts(
        log,
        lacks(Mechanism.MANIFEST_CHAIN) ? new MutantArchives.GapBlind(archive) : archive,
        lacks(Mechanism.DELETE_SCOPE) ? new MutantSpeedViews.UnscopedDeletes(speed) : speed,
        new Network.RemoteProgress(new InMemoryProgress(injector), injector),
        new Network.RemoteBatchViews(new InMemoryBatchViews(injector), injector),
        lacks(Mechanism.DEFINITION_NUMBER)
            ? new MutantLedgers.RewrittenReads(ledger, MutantLedgers::forgettingRetiredNumbers)
            : ledger,
        new Network.RemoteRejectedEvents(new InMemoryRejectedEvents(injector), injector),
        new WireStateCodec());
  }

  /** Creates the topics with a few records each; the origin, behind some of the records. */
  private OffsetVector createTopics(int partitions, SplittableRandom random) {
    OffsetVector start = OffsetVector.ZERO;
    for (String topic : topics) {
      log.createTopic(topic, partitions);
      for (Partition partition : injector.withoutFaults(() -> log.partitions(topic))) {
        long end = 0;
        for (int i = random.nextInt(6); i > 0; i--) {
          log.appendAt(
              partition,
              end++,
              LogHistory.timestampOf(0),
              Option.none(),
              Option.some(underTest.records().next(topic, new Random(random.nextLong()))));
        }
        if (random.nextBoolean()) {
          start = start.with(partition, end);
        }
      }
    }
    return start;
  }

  InMemoryEventLog log() {
    return log;
  }

  LayerPorts ports() {
    return ports;
  }

  SimulatedLayers layers() {
    return layers;
  }

  LogHistory history() {
    return history;
  }

  ArchiveDamage archiveDamage() {
    return archiveDamage;
  }

  OrphanRows orphanRows() {
    return orphanRows;
  }

  Recount recount() {
    return recount;
  }

  OffsetVector origin() {
    return origin;
  }

  List<String> topics() {
    return topics;
  }

  LabelHistory labels() {
    return underTest.labels();
  }

  long referenceEntries() {
    return referenceEntries;
  }

  void addReferenceEntry() {
    referenceEntries++;
  }

  Coverage coverage() {
    return injector.withoutFaults(() -> ports.ledger().read(workloads.workload())).get();
  }

  /** The workload of a definition, built once. */
  Workload<?> workloadOf(DefinitionSpec spec) {
    return built.computeIfAbsent(spec, workloads::create);
  }

  /** All definitions that ever had a number: one, unless numbers are reused. */
  Vector<DefinitionSpec> specsOf(DefinitionNumber number) {
    return specs.getOrDefault(number, Vector.empty());
  }

  /**
   * Whether the lane of a definition is published from closed slices. A lane with a closed topic is
   * always published from the archive.
   */
  boolean isKappa(DefinitionNumber number) {
    return coverage().lossesOf(number).forAll(loss -> loss.closedAt().isEmpty())
        && ((kappaBits >>> (2 * (number.value() % 30))) & 3) == 0;
  }

  private void remember(Coverage coverage) {
    for (Lane lane : coverage.lanes().values()) {
      Definition definition = lane.definition();
      Vector<DefinitionSpec> known = specsOf(definition.number());
      if (!known.contains(definition.spec())) {
        specs.put(definition.number(), known.append(definition.spec()));
      }
    }
  }

  DefinitionSpec randomSpec(SplittableRandom random) {
    Vector<SortedMap<String, String>> parameters = underTest.parameters();
    DefinitionSpec spec =
        DefinitionSpec.of(
                workloads.workload(), new SliceBits(random.nextInt(1 + random.nextInt(4))))
            .withParameters(parameters.get(random.nextInt(parameters.size())));
    boolean hasDuplicateRule = random.nextInt(3) > 0;
    long horizon = random.nextInt(12);
    return underTest
        .eventId()
        .filter(field -> hasDuplicateRule)
        .map(field -> spec.withDuplicates(new DuplicateRule(field, horizon)))
        .getOrElse(spec);
  }

  /** A generated value, a repeated one, a truncated one, or none. */
  Option<byte[]> randomValue(Partition partition, SplittableRandom random) {
    int choice = random.nextInt(60);
    Random details = new Random(random.nextLong());
    if (choice < 2) {
      return Option.none();
    }
    if (choice < 14) {
      history.capture();
      List<Recount.LoggedRecord> before = history.records(partition);
      int back = details.nextInt(6) + 1;
      if (back <= before.size()) {
        return before.get(before.size() - back).value();
      }
    }
    byte[] value = underTest.records().next(partition.topic().name(), details);
    return Option.some(
        choice < 18 ? Arrays.copyOf(value, details.nextInt(value.length + 1)) : value);
  }

  long archivedTo(Partition partition) {
    return injector.withoutFaults(
        () -> ManifestChain.endFrom(ports.archive(), partition, origin.at(partition)));
  }

  /** Deletes archived records from the log; the new start of the log, if it moved. */
  Option<Long> retain(Partition partition, SplittableRandom random) {
    history.capture();
    if (archiveDamage.isDamaged()) {
      return Option.none();
    }
    long archived = archivedTo(partition);
    long start = history.boundsOf(partition).from();
    if (archived <= start) {
      return Option.none();
    }
    long to = start + 1 + random.nextInt((int) (archived - start));
    log.advanceStart(partition, to);
    return Option.some(to);
  }

  /** Deletes a topic and creates it again; whether it did. */
  boolean recreate(String topic) {
    if (archiveDamage.isDamaged()) {
      return false;
    }
    history.recreate(topic);
    return true;
  }

  /** Deletes records from the log that are not archived; the new start of the log, if it moved. */
  Option<Long> expire(Partition partition, SplittableRandom random) {
    history.capture();
    long archived = Math.max(archivedTo(partition), history.boundsOf(partition).from());
    long end = history.boundsOf(partition).to();
    // Before a loss is accepted, the start of a recreated topic is unknown.
    if (archiveDamage.isDamaged()
        || archived >= end
        || coverage().isAccepting()
        || hasUnacceptedLosses()) {
      return Option.none();
    }
    long to = archived + 1 + random.nextInt((int) (end - archived));
    history.expire(partition, to);
    return Option.some(to);
  }

  private boolean hasUnacceptedLosses() {
    return !injector.withoutFaults(() -> layers.lossDetection().find()).isNothing();
  }

  private boolean lacks(Mechanism mechanism) {
    return without.contains(mechanism);
  }
}
