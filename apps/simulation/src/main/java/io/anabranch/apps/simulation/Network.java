package io.anabranch.apps.simulation;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingBatchViews;
import io.anabranch.ports.forwarding.ForwardingCoverageLedger;
import io.anabranch.ports.forwarding.ForwardingMasterDataset;
import io.anabranch.ports.forwarding.ForwardingProgress;
import io.anabranch.ports.forwarding.ForwardingRejectedEvents;
import io.anabranch.ports.forwarding.ForwardingSpeedViews;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The simulated network between the layers and their stores: it may delay or duplicate a write, and
 * split a write of many rows into parts.
 */
final class Network {

  private Network() {}

  /** The reply to a write. A duplicate has no caller, so its reply is dropped. */
  private static final class Reply<T> {
    private Option<T> first = Option.none();

    void receive(T reply) {
      first = first.orElse(Option.some(reply));
    }

    T get() {
      return first.get();
    }
  }

  /** Speed views over the network; tells {@link OrphanRows} what reaches the store. */
  static final class RemoteSpeedViews extends ForwardingSpeedViews {
    private final FaultInjector injector;
    private final OrphanRows orphans;

    RemoteSpeedViews(SpeedViews views, FaultInjector injector, OrphanRows orphans) {
      super(views);
      this.injector = injector;
      this.orphans = orphans;
    }

    @Override
    public void write(List<SpeedRow> rows) throws StoreFailure {
      Option<SplittableRandom> split = injector.splitWrite();
      if (split.isEmpty()) {
        send(rows);
        return;
      }
      SplittableRandom random = split.get();
      List<SpeedRow> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      int from = 0;
      while (from < shuffled.size()) {
        int to = Math.min(shuffled.size(), from + 1 + random.nextInt(8));
        try {
          send(List.copyOf(shuffled.subList(from, to)));
        } catch (StoreFailure.Unavailable unavailable) {
          throw new StoreFailure.OutcomeUnknown("a part of the rows may be written", unavailable);
        }
        from = to;
      }
    }

    private void send(List<SpeedRow> rows) throws StoreFailure {
      injector.send(
          "the write of " + rows.size() + " speed rows",
          () -> {
            try {
              super.write(rows);
            } finally {
              orphans.written(rows);
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
      List<RowKey> copy = List.copyOf(keys);
      injector.send(
          "the deletion below slice " + belowSlice,
          () -> {
            orphans.deleting(definition, partition, belowSlice);
            super.delete(definition, view, copy, partition, belowSlice, cut);
          });
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      injector.send("the drop of the speed rows of " + definition, () -> super.drop(definition));
    }
  }

  /** Progress over the network, each partition in a write of its own. */
  static final class RemoteProgress extends ForwardingProgress {
    private final FaultInjector injector;

    RemoteProgress(Progress progress, FaultInjector injector) {
      super(progress);
      this.injector = injector;
    }

    @Override
    public void advance(DefinitionNumber definition, OffsetVector to) throws StoreFailure {
      for (Map.Entry<Partition, Long> one : to.asMap().entrySet()) {
        injector.send(
            "the progress of " + one.getKey() + " to " + one.getValue(),
            () -> super.advance(definition, OffsetVector.of(one.getKey(), one.getValue())));
      }
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      injector.send("the drop of the progress of " + definition, () -> super.drop(definition));
    }
  }

  /** Rejected events over the network. */
  static final class RemoteRejectedEvents extends ForwardingRejectedEvents {
    private final FaultInjector injector;

    RemoteRejectedEvents(RejectedEvents rejected, FaultInjector injector) {
      super(rejected);
      this.injector = injector;
    }

    @Override
    public void write(DefinitionNumber definition, List<RejectedEvent> events) throws StoreFailure {
      injector.send("the write of rejected events", () -> super.write(definition, events));
    }
  }

  /** The master dataset over the network. */
  static final class RemoteMasterDataset extends ForwardingMasterDataset {
    private final FaultInjector injector;

    RemoteMasterDataset(MasterDataset archive, FaultInjector injector) {
      super(archive);
      this.injector = injector;
    }

    @Override
    public Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure {
      Reply<Either<ManifestEntry, ManifestEntry>> reply = new Reply<>();
      injector.send(
          "the archiving of " + batch.partition() + " " + batch.range(),
          () -> reply.receive(super.append(batch)));
      return reply.get();
    }
  }

  /** Segments over the network; of their calls, only deletions can be delayed or duplicated. */
  static final class RemoteBatchViews extends ForwardingBatchViews {
    private final FaultInjector injector;

    RemoteBatchViews(BatchViews batch, FaultInjector injector) {
      super(batch);
      this.injector = injector;
    }

    @Override
    public void delete(SegmentName segment) throws StoreFailure {
      injector.send("the deletion of " + segment, () -> super.delete(segment));
    }
  }

  /** The coverage over the network; a listener sees every coverage that was current. */
  static final class RemoteCoverageLedger extends ForwardingCoverageLedger {
    private final CoverageLedger ledger;
    private final FaultInjector injector;
    private final Consumer<Coverage> listener;

    RemoteCoverageLedger(
        CoverageLedger ledger, FaultInjector injector, Consumer<Coverage> listener) {
      super(ledger);
      this.ledger = ledger;
      this.injector = injector;
      this.listener = listener;
    }

    @Override
    public boolean compareAndSet(Coverage next) throws StoreFailure {
      Reply<Boolean> reply = new Reply<>();
      injector.send(
          "the change to revision " + next.revision(),
          () -> {
            try {
              reply.receive(ledger.compareAndSet(next));
            } finally {
              injector.withoutFaults(() -> ledger.read(next.workload())).forEach(listener);
            }
          });
      return reply.get();
    }
  }
}
