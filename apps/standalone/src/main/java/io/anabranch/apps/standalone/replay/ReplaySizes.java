package io.anabranch.apps.standalone.replay;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.LayerSettings;

/** How much the layers of a replay take at once: all of its input is there from the start. */
@Module
final class ReplaySizes {

  /** Rows of all folds in memory before they are written out as runs: some hundred megabytes. */
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
