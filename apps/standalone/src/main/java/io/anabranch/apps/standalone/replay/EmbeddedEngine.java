package io.anabranch.apps.standalone.replay;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.StateCodec;
import java.util.concurrent.ExecutorService;
import javax.inject.Singleton;

/** The batch engine of one machine. */
@Module
final class EmbeddedEngine {

  /** Rows of all shares' folds in memory before they are written out as runs: some hundred MB. */
  private static final long ROWS_IN_MEMORY = 1_000_000;

  private EmbeddedEngine() {}

  @Provides
  @Singleton
  static BatchEngine engine(
      WorkloadFactory workloads,
      MasterDataset archive,
      BatchViews views,
      RejectedEvents rejected,
      StateCodec codec,
      ExecutorService threads) {
    int shares = Runtime.getRuntime().availableProcessors();
    return new EmbeddedBatchEngine(
        workloads, archive, views, rejected, codec, threads, shares, ROWS_IN_MEMORY);
  }
}
