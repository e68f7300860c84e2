package io.anabranch.apps.simulation;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.SplittableRandom;

/**
 * What lies between the layers and their stores: writes that change something may arrive late, or
 * twice, and those of many rows in pieces.
 */
final class Network {

  private Network() {}

  /** What a write was answered the first time; its repetition is heard by nobody. */
  private static final class Reply<T> {
    private Option<T> first = Option.none();

    void tell(T reply) {
      first = first.orElse(Option.some(reply));
    }

    T heard() {
      return first.get();
    }
  }

  /** Speed rows over the network; what reaches the store is told to the leaks. */
  static final class Rows extends PassingSpeedViews {
    private final SpeedViews views;
    private final FaultInjector fate;
    private final OrphanRows leaks;

    Rows(SpeedViews views, FaultInjector fate, OrphanRows leaks) {
      super(views);
      this.views = views;
      this.fate = fate;
      this.leaks = leaks;
    }

    @Override
    public void write(List<SpeedRow> rows) throws StoreFailure {
      Option<SplittableRandom> tear = fate.tear();
      if (tear.isEmpty()) {
        send(rows);
        return;
      }
      SplittableRandom random = tear.get();
      List<SpeedRow> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      int from = 0;
      while (from < shuffled.size()) {
        int to = Math.min(shuffled.size(), from + 1 + random.nextInt(8));
        try {
          send(List.copyOf(shuffled.subList(from, to)));
        } catch (StoreFailure.Unavailable unavailable) {
          throw new StoreFailure.OutcomeUnknown("some rows are written", unavailable);
        }
        from = to;
      }
    }

    private void send(List<SpeedRow> rows) throws StoreFailure {
      fate.send(
          "the write of " + rows.size() + " speed rows",
          () -> {
            try {
              views.write(rows);
            } finally {
              leaks.written(rows);
            }
          });
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
      List<RowKey> all = List.copyOf(keys);
      fate.send(
          "the deletion below slice " + belowSlice,
          () -> {
            leaks.deleting(definition, partition, belowSlice);
            views.delete(definition, view, all, partition, belowSlice, cut);
          });
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      fate.send("the drop of the speed rows of " + definition, () -> views.drop(definition));
    }
  }

  /** Progress over the network. */
  record Offsets(Progress progress, FaultInjector fate) implements Progress {
    @Override
    public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
      for (Map.Entry<Partition, Long> one : to.asMap().entrySet()) {
        fate.send(
            "the progress of " + one.getKey() + " to " + one.getValue(),
            () -> progress.advance(definition, one.getKey(), one.getValue()));
      }
    }

    @Override
    public OffsetVector read(DefinitionNumber definition) throws StoreFailure {
      return progress.read(definition);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      fate.send("the drop of the progress of " + definition, () -> progress.drop(definition));
    }
  }

  /** Rejected events over the network. */
  record Rejections(RejectedEvents rejected, FaultInjector fate) implements RejectedEvents {
    @Override
    public void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure {
      fate.send("the write of rejected events", () -> rejected.write(definition, events));
    }

    @Override
    public Cursor<RejectedEvent> read(DefinitionNumber definition) throws StoreFailure {
      return rejected.read(definition);
    }
  }

  /** The master dataset over the network. */
  static final class Files extends PassingMasterDataset {
    private final MasterDataset archive;
    private final FaultInjector fate;

    Files(MasterDataset archive, FaultInjector fate) {
      super(archive);
      this.archive = archive;
      this.fate = fate;
    }

    @Override
    public Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure {
      Reply<Either<ManifestEntry, ManifestEntry>> put = new Reply<>();
      fate.send(
          "the archiving of " + batch.partition() + " " + batch.range(),
          () -> {
            put.tell(archive.append(batch));
          });
      return put.heard();
    }
  }

  /** Segments over the network: their deletions may come late. */
  record Segments(BatchViews batch, FaultInjector fate) implements BatchViews {
    @Override
    public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
      return batch.write(segment, rows);
    }

    @Override
    public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
        throws StoreFailure {
      return batch.read(segment, view, selection);
    }

    @Override
    public void delete(SegmentName segment) throws StoreFailure {
      fate.send("the deletion of " + segment, () -> batch.delete(segment));
    }

    @Override
    public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
      return batch.segments(definition);
    }
  }

  /** The coverage over the network; every coverage that stands is told to somebody. */
  record Cells(CoverageLedger ledger, FaultInjector fate, Standing standing)
      implements CoverageLedger {

    /** Hears of what stands after a change. */
    interface Standing {
      void note(Coverage coverage);
    }

    @Override
    public Option<Coverage> read(String workload) throws StoreFailure {
      return ledger.read(workload);
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      Reply<Boolean> won = new Reply<>();
      fate.send(
          "the change to revision " + next.revision(),
          () -> {
            try {
              won.tell(ledger.compareAndSet(next));
            } finally {
              fate.withoutFaults(() -> ledger.read(next.workload())).forEach(standing::note);
            }
          });
      return won.heard();
    }
  }
}
