package io.anabranch.apps.layers.specs;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.ClosedSliceSource;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.log.Topic;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every layer over stores in memory, run by hand: {@link Visits} of two partitions, in slices of
 * four offsets.
 */
public final class LayersByHand {

  public static final DefinitionSpec SPEC = DefinitionSpec.of(Visits.NAME, new SliceBits(2));
  public static final DefinitionNumber FIRST = new DefinitionNumber(1);
  public static final DefinitionNumber SECOND = new DefinitionNumber(2);

  private static final int LARGE = 1_000;

  private final Interruptions interruptions = new Interruptions();
  private final InMemoryEventLog log = new InMemoryEventLog(interruptions);
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset(interruptions);
  private final InMemorySpeedViews speed = new InMemorySpeedViews(interruptions);
  private final InMemoryProgress progress = new InMemoryProgress(interruptions);
  private final InMemoryBatchViews batch = new InMemoryBatchViews(interruptions);
  private final InMemoryCoverageLedger ledger = new InMemoryCoverageLedger(interruptions);
  private final InMemoryRejectedEvents rejected = new InMemoryRejectedEvents(interruptions);
  private final StateCodec codec = new WireStateCodec();
  private final Visits visits = new Visits();
  private final Topic topic = log.createTopic(Visits.TOPIC, 2);
  private int nonces;

  /** Layers whose first definition serves from offset 0 on. */
  public static LayersByHand opened() {
    return opened(SPEC);
  }

  public static LayersByHand opened(DefinitionSpec spec) {
    return opened(spec, 0);
  }

  /** Layers that count partition 0 from an offset on. */
  public static LayersByHand opened(DefinitionSpec spec, long origin) {
    LayersByHand layers = new LayersByHand();
    try {
      layers.adoption().open(spec, layers.at(origin));
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
    return layers;
  }

  /** A definition that looks for repeats of an id. */
  public static DefinitionSpec lookingBack(long horizon) {
    return SPEC.withDuplicates(new DuplicateRule("id", horizon));
  }

  /** The end of a partition whose topic was recreated. */
  public static Loss closed(Partition partition, long at) {
    return loss(partition, new OffsetRange(at, at), Loss.Cause.RECREATED);
  }

  /** What retention took before it was archived. */
  public static Loss expired(Partition partition, long from, long to) {
    return loss(partition, new OffsetRange(from, to), Loss.Cause.EXPIRED);
  }

  private static Loss loss(Partition partition, OffsetRange range, Loss.Cause cause) {
    return new Loss(partition, range, cause, Option.none(), Instant.EPOCH, "an operator");
  }

  public Interruptions interruptions() {
    return interruptions;
  }

  public InMemoryEventLog log() {
    return log;
  }

  public InMemoryMasterDataset archive() {
    return archive;
  }

  public InMemorySpeedViews speed() {
    return speed;
  }

  public InMemoryProgress progress() {
    return progress;
  }

  public InMemoryBatchViews batch() {
    return batch;
  }

  public Partition partition(int number) {
    return new Partition(topic, number);
  }

  /** An offset of partition 0. */
  public OffsetVector at(long offset) {
    return OffsetVector.of(partition(0), offset);
  }

  public OffsetVector at(long first, long second) {
    return at(first).with(partition(1), second);
  }

  // What comes.

  /** A record of partition 0 for each visit. */
  public void visit(String... gates) throws StoreFailure {
    visit(partition(0), gates);
  }

  public void visit(Partition partition, String... gates) throws StoreFailure {
    for (String gate : gates) {
      byte[] value = gate.getBytes(StandardCharsets.UTF_8);
      log.append(partition, 0, Option.none(), Option.some(value));
    }
  }

  /** As many visits of one gate in partition 0. */
  public void visitTimes(int times, String gate) throws StoreFailure {
    for (int i = 0; i < times; i++) {
      visit(gate);
    }
  }

  /** Somebody accepts a loss, and definitions from a number on are folded without it. */
  public void accept(Loss loss, DefinitionNumber since) throws StoreFailure {
    Coverage next = coverage().recordingLoss(Vector.of(loss.since(since)), OffsetVector.ZERO);
    if (!ledger.compareAndSet(next)) {
      throw new AssertionError("another change came first");
    }
  }

  // The layers, each a new one.

  public SpeedLayer owner() throws StoreFailure {
    return owner(FIRST);
  }

  public SpeedLayer owner(DefinitionNumber number) throws StoreFailure {
    return owner(number, LARGE);
  }

  /**
   * An owner of both partitions.
   *
   * @param maxRecords the most that one step takes of a partition
   */
  public SpeedLayer owner(DefinitionNumber number, int maxRecords) throws StoreFailure {
    SpeedLayer layer = ownerOfNothing(number, maxRecords);
    layer.own(partition(0));
    layer.own(partition(1));
    return layer;
  }

  public SpeedLayer ownerOfNothing(DefinitionNumber number, int maxRecords) throws StoreFailure {
    return new SpeedLayer(
        lane(number).definition(),
        visits.create(lane(number).definition().spec()),
        new ArchiveBackedLog(log, archive),
        ledger,
        progress,
        speed,
        rejected,
        codec,
        maxRecords);
  }

  /** Folds all there is, and makes it readable. */
  public void fold() throws StoreFailure {
    fold(FIRST);
  }

  public void fold(DefinitionNumber number) throws StoreFailure {
    SpeedLayer owner = owner(number);
    while (owner.step() > 0) {
      // To the end of the log.
    }
  }

  /** An owner writes the rows of all there is, and dies before its progress. */
  public void foldAndDieBeforeTheProgress() throws StoreFailure {
    SpeedLayer owner = owner();
    interruptions.before("Progress.advance", Meanwhile.unavailable());
    try {
      owner.step();
    } catch (StoreFailure.Unavailable died) {
      return;
    }
    throw new AssertionError("nothing was folded");
  }

  /** Archives all there is, open slices too. */
  public void archiveAll() throws StoreFailure {
    Archiver archiver = new Archiver(log, archive, OffsetVector.ZERO, LARGE);
    for (Partition partition : log.partitions(Visits.TOPIC)) {
      while (archiver.step(partition)) {
        // One file after the other.
      }
    }
  }

  /** Publishes the archive. */
  public Publisher publisher() {
    BatchEngine engine = engine();
    return publisher(engine, new ArchiveSource(visits, archive, engine));
  }

  /** Publishes closed speed slices. */
  public Publisher kappaPublisher() {
    return publisher(engine(), new ClosedSliceSource(visits, progress, speed, batch, codec));
  }

  private Publisher publisher(BatchEngine engine, SegmentSource source) {
    return new Publisher(Visits.NAME, ledger, batch, engine, source, () -> "n" + nonces++);
  }

  private BatchEngine engine() {
    return new EmbeddedBatchEngine(
        visits, archive, batch, rejected, codec, new DirectExecutor(), 2, LARGE);
  }

  /** Archives and publishes all whole slices. */
  public Publication publish() throws StoreFailure {
    return publish(FIRST);
  }

  public Publication publish(DefinitionNumber number) throws StoreFailure {
    archiveAll();
    return publisher().publish(number);
  }

  /** One slice of visits of a gate is folded, archived and published. */
  public void publishSlice(String gate) throws StoreFailure {
    visitTimes(4, gate);
    fold();
    publish();
  }

  public Cleaner cleaner() {
    return cleaner(speed);
  }

  public Cleaner cleaner(SpeedViews from) {
    return new Cleaner(Visits.NAME, visits, ledger, from, progress, batch);
  }

  public Adoption adoption() {
    return new Adoption(Visits.NAME, ledger, progress);
  }

  public Reader reader() {
    return new Reader(visits.workload(), ledger, progress, speed, batch, codec);
  }

  // What stands.

  public Coverage coverage() throws StoreFailure {
    return ledger.read(Visits.NAME).get();
  }

  public Lane lane() throws StoreFailure {
    return lane(FIRST);
  }

  public Lane lane(DefinitionNumber number) throws StoreFailure {
    return coverage().lane(number).get();
  }

  /** The names of the segments of a lane's chain. */
  public List<SegmentName> chain() throws StoreFailure {
    return lane().chain().segments().map(segment -> segment.name()).asJava();
  }

  /** The segments of the first definition that are stored, named by a chain or not. */
  public Set<SegmentName> segments() throws StoreFailure {
    return batch.segments(FIRST);
  }

  public Answer answer() throws StoreFailure {
    return answer(Layer.MERGED);
  }

  public Answer answer(Layer layer) throws StoreFailure {
    return reader().answer(Visits.EVERY_GATE, layer, LabelsAt.NONE, OffsetVector.ZERO);
  }

  /** The visits of each gate that a layer answers. */
  public Map<String, Long> counts(Layer layer) throws StoreFailure {
    return counts(answer(layer));
  }

  public static Map<String, Long> counts(Answer answer) {
    return counts(answer.rows());
  }

  public static Map<String, Long> counts(Iterable<Row> rows) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : rows) {
      counts.put(row.values().get(0).toString(), Long.parseLong(row.values().get(1).toString()));
    }
    return counts;
  }

  /** The stored speed rows of gates: {@code turnstiles-0 slice 0 up to 3: a}. */
  public Set<String> speedRows() throws StoreFailure {
    return speedRows(FIRST);
  }

  public Set<String> speedRows(DefinitionNumber number) throws StoreFailure {
    Set<String> rows = new TreeSet<>();
    for (SpeedRow row : stored(number, Visits.gates())) {
      rows.add(
          row.partition()
              + " slice "
              + row.slice()
              + " up to "
              + row.version()
              + ": "
              + row.key().dimensions().get(0));
    }
    return rows;
  }

  /** The slices of partition 0 that the first definition has rows of, in any stored view. */
  public Set<Long> slicesWithRows() throws StoreFailure {
    Set<Long> slices = new TreeSet<>();
    for (View<?> view : visits.create(SPEC).storedViews()) {
      for (SpeedRow row : stored(FIRST, view)) {
        if (row.partition().equals(partition(0))) {
          slices.add(row.slice());
        }
      }
    }
    return slices;
  }

  private List<SpeedRow> stored(DefinitionNumber number, View<?> view) throws StoreFailure {
    return drain(speed.read(number, view, Selection.ALL));
  }

  /** The offsets of the events that a definition rejected. */
  public List<Long> rejectedOffsets() throws StoreFailure {
    return drain(rejected.read(FIRST)).stream().map(RejectedEvent::offset).toList();
  }

  private static <T> List<T> drain(Cursor<T> cursor) throws StoreFailure {
    try (cursor) {
      List<T> rows = new ArrayList<>();
      for (Option<T> row = cursor.next(); row.isDefined(); row = cursor.next()) {
        rows.add(row.get());
      }
      return rows;
    }
  }
}
