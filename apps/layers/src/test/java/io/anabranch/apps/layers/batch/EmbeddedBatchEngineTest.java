package io.anabranch.apps.layers.batch;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.contract.BatchEngineContract;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

class EmbeddedBatchEngineTest {

  /** Three shares of each partition, everything in memory. */
  @Nested
  class InMemory extends Embedded {
    InMemory() {
      super(1_000);
    }
  }

  /** Folds that are written out as runs after a few rows, then merged. */
  @Nested
  class InRuns extends Embedded {
    InRuns() {
      super(3);
    }
  }

  private abstract static class Embedded extends BatchEngineContract {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final MasterDataset archive = new InMemoryMasterDataset();
    private final BatchViews views = new InMemoryBatchViews();
    private final RejectedEvents rejected = new InMemoryRejectedEvents();
    private final long maxRows;

    Embedded(long maxRows) {
      this.maxRows = maxRows;
    }

    @AfterEach
    void stopThreads() {
      threads.shutdownNow();
    }

    @Override
    protected MasterDataset archive() {
      return archive;
    }

    @Override
    protected BatchViews views() {
      return views;
    }

    @Override
    protected RejectedEvents rejected() {
      return rejected;
    }

    @Override
    protected StateCodec codec() {
      return new WireStateCodec();
    }

    @Override
    protected BatchEngine engine(WorkloadFactory workloads) {
      return new EmbeddedBatchEngine(
          workloads, archive, views, rejected, codec(), threads, 3, maxRows);
    }
  }
}
