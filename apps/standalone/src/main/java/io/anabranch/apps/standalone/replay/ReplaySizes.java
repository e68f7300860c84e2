package io.anabranch.apps.standalone.replay;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.LayerSettings;

/** Batch sizes of a replay, whose input is complete from the start. */
@Module
final class ReplaySizes {

  /** Rows of all folds in memory before they are spilled to sorted runs: a few hundred MB. */
  private static final long ROWS_IN_MEMORY = 1_000_000;

  private ReplaySizes() {}

  @Provides
  static LayerSettings sizes() {
    return LayerSettings.DEFAULTS
        .withRecordsPerStep(LayerSettings.DEFAULTS.recordsPerFile())
        .withFoldingThreads(Runtime.getRuntime().availableProcessors())
        .withRowsInMemory(ROWS_IN_MEMORY);
  }
}
