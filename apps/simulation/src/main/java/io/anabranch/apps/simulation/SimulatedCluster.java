package io.anabranch.apps.simulation;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.archive.ManifestChain;
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
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.StoreFailure;
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
 * A workload's log, stores and reference data, and the layers as their parts are put together: with
 * every mechanism, or without one of them. It knows every record that ever was, and which
 * definition ever stood under a number.
 */
final class SimulatedCluster {

  private static final long FIRST_TIMESTAMP = 1_700_000_000_000L;

  private final WorkloadUnderTest subject;
  private final Option<Mechanism> without;
  private final FaultInjector fate;
  private final WorkloadFactory workloads;
  private final String workload;
  private final DefinitionSpec first;
  private final List<String> topics;
  private final StateCodec codec = new WireStateCodec();

  private final InMemoryEventLog log;
  private final InMemoryMasterDataset files;
  private final MasterDataset archive;
  private final SpeedViews speed;
  private final Progress progress;
  private final BatchViews batch;
  private final CoverageLedger ledger;
  private final RejectedEvents rejected;

  private final OrphanRows leaks = new OrphanRows();
  private final Recount recount;
  private final OffsetVector origin;
  private final Map<Partition, Long> noted = new HashMap<>();
  private final SortedMap<DefinitionNumber, Vector<DefinitionSpec>> specs = new TreeMap<>();
  private final Map<DefinitionSpec, Workload<?>> built = new HashMap<>();
  private final long kappaDice;

  /** Where the logs of topics ended that are gone. */
  private final SortedMap<Partition, Long> gone = new TreeMap<>();

  /** What retention took before it was archived ends there. */
  private final Map<Partition, Long> expired = new HashMap<>();

  private int nonces;
  private long referenceEntries;
  private boolean isTorn;

  SimulatedCluster(
      WorkloadUnderTest subject, Schedule schedule, Option<Mechanism> without, FaultInjector fate) {
    this.subject = subject;
    this.without = without;
    this.fate = fate;
    this.workloads = subject.workloads();
    this.workload = workloads.workload();
    this.log = new InMemoryEventLog(fate);
    this.files = new InMemoryMasterDataset(fate);
    MasterDataset sent = new Network.Files(files, fate);
    this.archive = is(Mechanism.MANIFEST_CHAIN) ? new MutantStores.GapBlind(sent) : sent;
    SpeedViews stored =
        is(Mechanism.ROW_VERSIONS)
            ? new MutantStores.LastWrite(fate)
            : new InMemorySpeedViews(fate);
    SpeedViews rows = new Network.Rows(stored, fate, leaks);
    this.speed = is(Mechanism.DELETE_SCOPE) ? new MutantStores.UnscopedDelete(rows) : rows;
    this.progress = new Network.Offsets(new InMemoryProgress(fate), fate);
    this.batch = new Network.Segments(new InMemoryBatchViews(fate), fate);
    CoverageLedger cell = new InMemoryCoverageLedger(fate);
    CoverageLedger changed =
        new Network.Cells(
            is(Mechanism.EPOCH_CAS) ? new MutantStores.AlwaysWins(cell, fate) : cell,
            fate,
            this::note);
    this.ledger =
        is(Mechanism.DEFINITION_NUMBER)
            ? new MutantStores.Changed(changed, MutantStores::forgettingNumbers)
            : changed;
    this.rejected = new Network.Rejections(new InMemoryRejectedEvents(fate), fate);

    SplittableRandom random = new SplittableRandom(schedule.setting());
    this.kappaDice = random.nextLong();
    this.first = randomSpec(random);
    this.topics = workloadOf(first).topics();
    OffsetVector start = OffsetVector.ZERO;
    for (String topic : topics) {
      log.createTopic(topic, schedule.partitions());
      for (Partition partition : fate.withoutFaults(() -> log.partitions(topic))) {
        for (int i = random.nextInt(6); i > 0; i--) {
          log.appendAt(
              partition,
              boundsOf(partition).to(),
              FIRST_TIMESTAMP,
              Option.none(),
              Option.some(subject.records().next(topic, new Random(random.nextLong()))));
        }
        if (random.nextBoolean()) {
          start = start.with(partition, boundsOf(partition).to());
        }
      }
    }
    this.origin = start;
    this.recount = new Recount(workloads, origin);
    noteRecords();
    note(fate.withoutFaults(() -> adoption().open(first, origin)));
  }

  // What is there

  Recount recount() {
    return recount;
  }

  OffsetVector origin() {
    return origin;
  }

  OrphanRows leaks() {
    return leaks;
  }

  InMemoryEventLog log() {
    return log;
  }

  SpeedViews speed() {
    return speed;
  }

  Progress progress() {
    return progress;
  }

  BatchViews batch() {
    return batch;
  }

  RejectedEvents rejected() {
    return rejected;
  }

  StateCodec codec() {
    return codec;
  }

  LabelHistory labels() {
    return subject.labels();
  }

  long referenceEntries() {
    return referenceEntries;
  }

  void addReferenceEntry() {
    referenceEntries++;
  }

  Coverage coverage() {
    return fate.withoutFaults(() -> ledger.read(workload)).get();
  }

  OffsetRange boundsOf(Partition partition) {
    return fate.withoutFaults(() -> log.bounds(partition));
  }

  /** The partitions of all topics as they are now. */
  Vector<Partition> partitions() {
    Vector<Partition> all = Vector.empty();
    for (String topic : topics()) {
      all = all.appendAll(fate.withoutFaults(() -> log.partitions(topic)));
    }
    return all;
  }

  List<String> topics() {
    return topics;
  }

  /** The end of the log, and of the logs of topics that are gone. */
  OffsetVector end() {
    TreeMap<Partition, Long> ends = new TreeMap<>(gone);
    partitions().forEach(partition -> ends.put(partition, boundsOf(partition).to()));
    return OffsetVector.of(ends);
  }

  /** What the layers build their workload with, once for each definition. */
  Workload<?> workloadOf(DefinitionSpec spec) {
    return built.computeIfAbsent(spec, workloads::create);
  }

  /** All that ever stood under a number: one, unless numbers are given again. */
  Vector<DefinitionSpec> specsOf(DefinitionNumber number) {
    return specs.getOrDefault(number, Vector.empty());
  }

  /** What was closed is folded from the archive alone. */
  boolean isKappa(DefinitionNumber number) {
    return coverage().lossesOf(number).forAll(loss -> loss.closedAt().isEmpty())
        && ((kappaDice >>> (2 * (number.value() % 30))) & 3) == 0;
  }

  private void note(Coverage coverage) {
    for (Lane lane : coverage.lanes().values()) {
      Definition definition = lane.definition();
      Vector<DefinitionSpec> known = specsOf(definition.number());
      if (!known.contains(definition.spec())) {
        specs.put(definition.number(), known.append(definition.spec()));
      }
    }
  }

  /** Remembers the records that came, before retention can take them. */
  void noteRecords() {
    for (String topic : topics) {
      for (Partition partition : fate.withoutFaults(() -> log.partitions(topic))) {
        long from = Math.max(noted.getOrDefault(partition, 0L), boundsOf(partition).from());
        long end = boundsOf(partition).to();
        while (from < end) {
          long at = from;
          RecordBatch batch =
              fate.withoutFaults(() -> log.read(partition, at, Integer.MAX_VALUE)).get();
          for (int i = 0; i < batch.size(); i++) {
            recount.add(partition, batch.offset(i), batch.value(i));
          }
          from = batch.next();
        }
        noted.put(partition, end);
      }
    }
  }

  // Who does it

  SpeedLayer newOwner(Definition definition, int maxRecords) {
    CoverageLedger known = ledger;
    SpeedViews rows = speed;
    Progress offsets = progress;
    MasterDataset behind = archive;
    if (is(Mechanism.ARCHIVE_FALLBACK)) {
      behind = new MutantStores.Unread(archive);
    } else if (is(Mechanism.DUPLICATE_LOOKBACK)) {
      known =
          new MutantStores.Changed(
              ledger,
              coverage ->
                  MutantStores.withOrigin(
                      coverage,
                      MutantStores.startOfFold(
                          coverage, definition, progress.read(definition.number()), partitions())));
    } else if (is(Mechanism.ORIGIN)) {
      known =
          new MutantStores.Changed(
              ledger, coverage -> MutantStores.withOrigin(coverage, OffsetVector.ZERO));
    } else if (is(Mechanism.READABLE_CUT)) {
      known = new MutantStores.Changed(ledger, MutantStores::readableAtTheNewestCut);
    } else if (is(Mechanism.STANDING_STILL)) {
      known = new MutantStores.Changed(ledger, MutantStores::goingOn);
    } else if (is(Mechanism.PROGRESS_AFTER_ROWS)) {
      MutantStores.Hasty hasty = new MutantStores.Hasty(speed, progress);
      rows = hasty;
      offsets = hasty;
    }
    return new SpeedLayer(
        definition,
        workloads.create(definition.spec()),
        new ArchiveBackedLog(log, behind),
        known,
        offsets,
        rows,
        rejected,
        codec,
        maxRecords);
  }

  Archiver newArchiver(int maxRecords) {
    return new Archiver(log, archive, origin, maxRecords);
  }

  /** A publisher of a definition's lane, in its mode. */
  Publisher newPublisher(DefinitionNumber number, int shares, long maxRows) {
    BatchEngine engine =
        new EmbeddedBatchEngine(
            workloads, archive, batch, rejected, codec, new DirectExecutor(), shares, maxRows);
    if (is(Mechanism.DUPLICATE_LOOKBACK)) {
      engine = new MutantStores.OtherOrigin(engine, (known, from) -> from);
    } else if (is(Mechanism.ORIGIN)) {
      engine = new MutantStores.OtherOrigin(engine, (known, from) -> OffsetVector.ZERO);
    }
    SegmentSource source =
        isKappa(number)
            ? new ClosedSliceSource(workloads, progress, speed, batch, codec)
            : new ArchiveSource(workloads, archive, engine);
    if (is(Mechanism.WHOLE_SLICES) && !isKappa(number)) {
      source = new MutantStores.PartsOfSlices(source, archive);
    }
    CoverageLedger known =
        is(Mechanism.UNKNOWN_OUTCOME) ? new MutantStores.TakenForLost(ledger, batch, fate) : ledger;
    return new Publisher(workload, known, batch, engine, source, () -> "n" + nonces++);
  }

  /** Cleans a lane. */
  void clean(DefinitionNumber number) throws StoreFailure {
    newCleaner().clean(number);
    if (is(Mechanism.PUBLICATION_GUARD)) {
      for (Lane lane : ledger.read(workload).flatMap(coverage -> coverage.lane(number))) {
        for (SegmentName name : batch.segments(number)) {
          if (!lane.chain().names(name) && !lane.previous().names(name)) {
            batch.delete(name);
          }
        }
      }
    }
  }

  Cleaner newCleaner() {
    return new Cleaner(workload, workloads, ledger, speed, progress, batch);
  }

  LossDetection losses() {
    return new LossDetection(workload, topics, List.of(), ledger, progress, log, archive);
  }

  Adoption adoption() {
    return new Adoption(workload, ledger, progress);
  }

  Auditor newAuditor() {
    return new Auditor(
        workloads,
        new LayerPorts(log, archive, speed, progress, batch, ledger, rejected, codec),
        newReader());
  }

  /** A reader of the lane that serves. */
  Reader newReader() {
    return newReader(ledger);
  }

  /** A reader of a lane as if it served. */
  Reader newReaderOf(DefinitionNumber number) {
    return newReader(new MutantStores.Changed(ledger, coverage -> coverage.switchingTo(number)));
  }

  private Reader newReader(CoverageLedger cell) {
    return new Reader(
        workload,
        is(Mechanism.FLOOR_CHECK) ? new MutantStores.ReadOnce(cell) : cell,
        progress,
        is(Mechanism.SETTLED_READ) ? new MutantStores.Unsettled(speed) : speed,
        batch,
        codec);
  }

  // What happens to it

  DefinitionSpec randomSpec(SplittableRandom random) {
    Vector<SortedMap<String, String>> parameters = subject.parameters();
    DefinitionSpec spec =
        DefinitionSpec.of(workload, new SliceBits(random.nextInt(1 + random.nextInt(4))))
            .withParameters(parameters.get(random.nextInt(parameters.size())));
    boolean looksForRepeats = random.nextInt(3) > 0;
    long horizon = random.nextInt(12);
    return subject
        .eventId()
        .filter(field -> looksForRepeats)
        .map(field -> spec.withDuplicates(new DuplicateRule(field, horizon)))
        .getOrElse(spec);
  }

  /** A value as it may come: made, seen before, cut off, or none. */
  Option<byte[]> randomValue(Partition partition, SplittableRandom random) {
    int dice = random.nextInt(60);
    Random details = new Random(random.nextLong());
    if (dice < 2) {
      return Option.none();
    }
    if (dice < 14) {
      noteRecords();
      List<Recount.Logged> before = recount.records(partition);
      int back = details.nextInt(6) + 1;
      if (back <= before.size()) {
        return before.get(before.size() - back).value();
      }
    }
    byte[] made = subject.records().next(partition.topic().name(), details);
    return Option.some(dice < 18 ? Arrays.copyOf(made, details.nextInt(made.length + 1)) : made);
  }

  static long timestampOf(long offset) {
    return FIRST_TIMESTAMP + offset;
  }

  long archivedTo(Partition partition) {
    return fate.withoutFaults(
        () -> ManifestChain.endFrom(archive, partition, origin.at(partition)));
  }

  /** Whether the archive is not whole now. */
  boolean isTorn() {
    return isTorn;
  }

  /** Loses the entry of a file that others follow: the archive has a gap until it is mended. */
  Option<ManifestEntry> loseFile(SplittableRandom random) {
    if (isTorn) {
      return Option.none();
    }
    noteRecords();
    Vector<ManifestEntry> inside = Vector.empty();
    for (Partition partition : partitions()) {
      inside =
          inside.appendAll(fate.withoutFaults(() -> files.manifest(partition, 0)).dropRight(1));
    }
    if (inside.isEmpty()) {
      return Option.none();
    }
    ManifestEntry lost = inside.get(random.nextInt(inside.size()));
    files.loseEntry(lost.partition(), lost.range().from());
    isTorn = true;
    return Option.some(lost);
  }

  /**
   * Puts back what was lost, as an operator does from a copy. Nobody else archives meanwhile: who
   * stands still before a file of the old borders would put it inside the new one.
   */
  void mend() {
    if (!isTorn) {
      return;
    }
    noteRecords();
    for (Partition partition : partitions()) {
      mend(partition);
    }
    isTorn = false;
  }

  /** Archives what does not fit anew, in one file; others may have archived half of it again. */
  private void mend(Partition partition) {
    long good = origin.at(partition);
    long end = good;
    boolean isGood = true;
    for (ManifestEntry entry : fate.withoutFaults(() -> files.manifest(partition, 0))) {
      isGood &= entry.range().from() == good;
      if (isGood) {
        good = entry.range().to();
      } else {
        files.loseEntry(partition, entry.range().from());
      }
      end = Math.max(end, entry.range().to());
    }
    if (end > good) {
      archive(partition, good, end);
    }
  }

  private void archive(Partition partition, long from, long to) {
    RecordBatch.Builder copy = RecordBatch.builder(partition, from);
    for (Recount.Logged record : recount.records(partition)) {
      if (record.offset() >= from && record.offset() < to) {
        copy.add(record.offset(), timestampOf(record.offset()), Option.none(), record.value());
      }
    }
    fate.withoutFaults(() -> files.append(copy.build(to)));
  }

  /** Retention takes what is archived. */
  Option<Long> retain(Partition partition, SplittableRandom random) {
    noteRecords();
    if (isTorn) {
      return Option.none();
    }
    long archived = archivedTo(partition);
    long start = boundsOf(partition).from();
    if (archived <= start) {
      return Option.none();
    }
    long to = start + 1 + random.nextInt((int) (archived - start));
    log.advanceStart(partition, to);
    return Option.some(to);
  }

  /** Deletes a topic and makes it anew; whether it did. */
  boolean recreate(String topic) {
    if (isTorn) {
      return false;
    }
    noteRecords();
    for (Partition partition : fate.withoutFaults(() -> log.partitions(topic))) {
      gone.put(partition, boundsOf(partition).to());
    }
    log.recreateTopic(topic);
    return true;
  }

  /** Retention takes what is not archived. */
  Option<Long> expire(Partition partition, SplittableRandom random) {
    noteRecords();
    long archived = Math.max(archivedTo(partition), boundsOf(partition).from());
    long end = boundsOf(partition).to();
    // Where a topic that was recreated begins is not known before that is accepted.
    if (isTorn || archived >= end || coverage().isAccepting() || isAnythingLost()) {
      return Option.none();
    }
    long to = archived + 1 + random.nextInt((int) (end - archived));
    log.advanceStart(partition, to);
    expired.put(partition, to);
    return Option.some(to);
  }

  /** Whether layers must stop until somebody accepts it. */
  private boolean isAnythingLost() {
    return !fate.withoutFaults(() -> losses().find()).isNothing();
  }

  boolean isGone(Partition partition) {
    return gone.containsKey(partition);
  }

  /** Whether something was ever lost for good. */
  boolean hasLost() {
    return !gone.isEmpty() || !expired.isEmpty();
  }

  /** Whether what an answer names as lost was. */
  boolean wasLost(Loss loss) {
    return loss.cause() == Loss.Cause.RECREATED
        ? gone.getOrDefault(loss.partition(), -1L) >= loss.range().to()
        : expired.getOrDefault(loss.partition(), 0L) >= loss.range().to();
  }

  private boolean is(Mechanism mechanism) {
    return without.contains(mechanism);
  }
}
