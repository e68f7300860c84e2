package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The parts of a system from which one mechanism is taken out: see {@link Mechanism}. */
final class MutantStores {

  private MutantStores() {}

  /** A store that keeps whatever row was written last. */
  static final class LastWrite implements SpeedViews {
    private static final String PORT = "SpeedViews";

    private final InMemorySpeedViews rows = new InMemorySpeedViews();
    private final Map<Long, SpeedRow> byWrite = new HashMap<>();
    private final Faults faults;
    private long writes;

    LastWrite(Faults faults) {
      this.faults = faults;
    }

    @Override
    public void write(List<SpeedRow> written) throws StoreFailure {
      PortCall call = new PortCall(PORT, "write", written.size() + " rows");
      faults.before(call);
      for (SpeedRow row : written) {
        writes++;
        byWrite.put(writes, row);
        rows.write(List.of(withVersion(row, writes)));
      }
      faults.after(call);
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      PortCall call = new PortCall(PORT, "read", definition + " " + view);
      faults.before(call);
      Cursor<SpeedRow> cursor = rows.read(definition, view, selection);
      faults.after(call);
      PortCall step = new PortCall(PORT, "next", definition + " " + view);
      return new MappedCursor(
          cursor, row -> byWrite.getOrDefault(row.version(), row), faults, step);
    }

    @Override
    public void delete(
        DefinitionNumber definition,
        View<?> view,
        Collection<RowKey> keys,
        Partition partition,
        long belowSlice,
        long cut)
        throws StoreFailure {
      PortCall call = new PortCall(PORT, "delete", definition + " " + view);
      faults.before(call);
      rows.delete(definition, view, keys, partition, belowSlice, cut);
      faults.after(call);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      PortCall call = new PortCall(PORT, "drop", definition);
      faults.before(call);
      rows.drop(definition);
      faults.after(call);
    }
  }

  private static SpeedRow withVersion(SpeedRow row, long version) {
    return new SpeedRow(
        row.definition(),
        row.view(),
        row.key(),
        row.partition(),
        row.slice(),
        version,
        row.state());
  }

  private record MappedCursor(
      Cursor<SpeedRow> rows, UnaryOperator<SpeedRow> map, Faults faults, PortCall step)
      implements Cursor<SpeedRow> {
    @Override
    public Option<SpeedRow> next() throws StoreFailure {
      faults.before(step);
      Option<SpeedRow> row = rows.next().map(map);
      faults.after(step);
      return row;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** What a reader sees who does not look at versions. */
  static final class Unsettled extends PassingSpeedViews {
    private final SpeedViews views;

    Unsettled(SpeedViews views) {
      super(views);
      this.views = views;
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      return new MappedCursor(
          views.read(definition, view, selection),
          row -> withVersion(row, 0),
          Faults.NONE,
          new PortCall("", "", ""));
    }
  }

  /** Deletes rows of all slices. */
  static final class UnscopedDelete extends PassingSpeedViews {
    private final SpeedViews views;

    UnscopedDelete(SpeedViews views) {
      super(views);
      this.views = views;
    }

    @Override
    public void delete(
        DefinitionNumber definition,
        View<?> view,
        Collection<RowKey> keys,
        Partition partition,
        long belowSlice,
        long cut)
        throws StoreFailure {
      views.delete(definition, view, keys, partition, Long.MAX_VALUE, cut);
    }
  }

  /** The coverage of a reader who reads it once for each answer. */
  static final class ReadOnce implements CoverageLedger {
    private final CoverageLedger ledger;
    private Option<Coverage> read = Option.none();

    ReadOnce(CoverageLedger ledger) {
      this.ledger = ledger;
    }

    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      if (read.isEmpty()) {
        read = ledger.read(workload);
      }
      return read;
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      return ledger.compareAndSet(next);
    }
  }

  /** A coverage that takes whatever comes. */
  record AlwaysWins(CoverageLedger ledger, FaultInjector fate) implements CoverageLedger {
    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      return ledger.read(workload);
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      boolean stands = ledger.compareAndSet(next);
      while (!stands) {
        long standing =
            fate.withoutFaults(() -> ledger.read(next.workload()))
                .map(Coverage::revision)
                .getOrElse(0L);
        Coverage forced =
            new Coverage(
                next.workload(),
                standing + 1,
                next.origin(),
                next.serving(),
                next.lastDefinition(),
                next.lanes(),
                next.losses());
        stands = fate.withoutFaults(() -> ledger.compareAndSet(forced));
      }
      return true;
    }
  }

  /** Shows a changed coverage to who only reads it. */
  record Changed(CoverageLedger ledger, Change change) implements CoverageLedger {

    /** What is shown in place of a coverage. */
    interface Change {
      Coverage of(Coverage coverage) throws StoreFailure;
    }

    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      Option<Coverage> read = ledger.read(workload);
      return read.isEmpty() ? read : Option.some(change.of(read.get()));
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      return ledger.compareAndSet(next);
    }
  }

  /** A coverage that forgets which numbers were given. */
  static Coverage forgettingNumbers(Coverage coverage) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        coverage.origin(),
        coverage.serving(),
        coverage.lanes().last()._1().value(),
        coverage.lanes(),
        coverage.losses());
  }

  /** A coverage in which everybody folds without what was lost, from whenever. */
  static Coverage goingOn(Coverage coverage) {
    return new Coverage(
        coverage.workload(),
        coverage.revision(),
        coverage.origin(),
        coverage.serving(),
        coverage.lastDefinition(),
        coverage.lanes(),
        coverage.losses().map(loss -> loss.since(new DefinitionNumber(1))));
  }

  /** A coverage whose origin is another, as far as looking back goes. */
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

  /** The offsets from which a definition's slices are folded: an origin behind which none looks. */
  static OffsetVector startOfFold(
      Coverage coverage, Definition definition, OffsetVector progress, Vector<Partition> all) {
    SliceBits slices = definition.spec().sliceBits();
    OffsetVector readable =
        coverage.lane(definition.number()).map(Lane::readableCut).getOrElse(coverage.origin());
    TreeMap<Partition, Long> start = new TreeMap<>();
    for (Partition partition : all) {
      start.put(partition, slices.floor(progress.at(partition)));
    }
    return OffsetVector.of(start).max(coverage.origin()).max(readable);
  }

  /** A coverage of which the newest cut is taken for the oldest that is read. */
  static Coverage readableAtTheNewestCut(Coverage coverage) {
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

  /** A publisher's coverage: a change of unknown outcome is taken for one that failed. */
  record TakenForLost(CoverageLedger ledger, BatchViews batch, FaultInjector fate)
      implements CoverageLedger {
    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      return ledger.read(workload);
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      List<SegmentName> before = named(fate.withoutFaults(() -> ledger.read(next.workload())));
      try {
        return ledger.compareAndSet(next);
      } catch (StoreFailure.OutcomeUnknown unknown) {
        for (SegmentName name : named(Option.some(next))) {
          if (!before.contains(name)) {
            batch.delete(name);
          }
        }
        throw new StoreFailure.Unavailable("taken for lost", unknown);
      }
    }

    private static List<SegmentName> named(Option<Coverage> coverage) {
      List<SegmentName> names = new ArrayList<>();
      for (Coverage known : coverage) {
        for (Lane lane : known.lanes().values()) {
          lane.chain().segments().forEach(segment -> names.add(segment.name()));
        }
      }
      return names;
    }
  }

  /** A master dataset that tells of no gap: what comes next is read, wherever it is. */
  static final class GapBlind extends PassingMasterDataset {
    private final MasterDataset archive;

    GapBlind(MasterDataset archive) {
      super(archive);
      this.archive = archive;
    }

    @Override
    public Vector<ManifestEntry> manifest(Partition partition, long position) throws StoreFailure {
      List<ManifestEntry> chain = new ArrayList<>();
      long end = -1;
      for (ManifestEntry entry : archive.manifest(partition, position)) {
        if (entry.range().to() > end) {
          long from = end < 0 ? Math.min(entry.range().from(), 0) : end;
          chain.add(
              new ManifestEntry(
                  partition,
                  new OffsetRange(from, entry.range().to()),
                  entry.file(),
                  entry.records(),
                  entry.checksum()));
          end = entry.range().to();
        }
      }
      return Vector.ofAll(chain);
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
        throws StoreFailure {
      Option<RecordBatch> read = archive.read(partition, from, maxRecords);
      if (read.isDefined()) {
        return read;
      }
      for (ManifestEntry entry : archive.manifest(partition, from)) {
        long next = entry.range().from();
        if (next > from) {
          return archive.read(partition, next, maxRecords).map(batch -> from(batch, from));
        }
      }
      return Option.none();
    }

    private static RecordBatch from(RecordBatch batch, long from) {
      RecordBatch.Builder builder = RecordBatch.builder(batch.partition(), from);
      for (int i = 0; i < batch.size(); i++) {
        builder.add(batch, i);
      }
      return builder.build(batch.next());
    }
  }

  /** A master dataset that can be written, and never read. */
  static final class Unread extends PassingMasterDataset {
    Unread(MasterDataset archive) {
      super(archive);
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords) {
      return Option.none();
    }
  }

  /** A speed layer's stores, to which progress comes before the rows that it vouches for. */
  static final class Hasty extends PassingSpeedViews implements Progress {
    private final SpeedViews views;
    private final Progress progress;
    private final List<SpeedRow> held = new ArrayList<>();

    Hasty(SpeedViews views, Progress progress) {
      super(views);
      this.views = views;
      this.progress = progress;
    }

    @Override
    public void write(List<SpeedRow> rows) {
      held.addAll(rows);
    }

    @Override
    public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
      progress.advance(definition, to);
      if (!held.isEmpty()) {
        views.write(List.copyOf(held));
        held.clear();
      }
    }

    @Override
    public OffsetVector read(DefinitionNumber definition) throws StoreFailure {
      return progress.read(definition);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      progress.drop(definition);
    }
  }

  /** What a publisher folds if cuts may stand inside slices. */
  record PartsOfSlices(SegmentSource source, MasterDataset archive) implements SegmentSource {
    @Override
    public OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure {
      TreeMap<Partition, Long> ends = new TreeMap<>(source.available(coverage, lane).asMap());
      for (Partition partition : List.copyOf(ends.keySet())) {
        long origin = coverage.origin().at(partition);
        ends.merge(partition, ManifestChain.endFrom(archive, partition, origin), Math::max);
      }
      return OffsetVector.of(ends);
    }

    @Override
    public Segment fold(
        Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
        throws StoreFailure {
      return source.fold(coverage, lane, name, from, to);
    }

    @Override
    public boolean reachesBackToOrigin() {
      return source.reachesBackToOrigin();
    }
  }

  /** An engine that is told another origin: how far it looks back for repeats. */
  record OtherOrigin(BatchEngine engine, Origin of) implements BatchEngine {

    /** Where looking back ends. */
    interface Origin {
      OffsetVector of(OffsetVector origin, OffsetVector from);
    }

    @Override
    public Segment fold(
        Definition definition,
        OffsetVector origin,
        SegmentName name,
        OffsetVector from,
        OffsetVector to)
        throws StoreFailure {
      return engine.fold(definition, of.of(origin, from), name, from, to);
    }

    @Override
    public Segment merge(Definition definition, SegmentName name, List<Segment> segments)
        throws StoreFailure {
      return engine.merge(definition, name, segments);
    }
  }
}
