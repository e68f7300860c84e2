package io.anabranch.apps.launch.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.LayerSettings;

/** How much the layers of a process take at once. */
@Module
final class SizesModule {

  private SizesModule() {}

  @Provides
  static LayerSettings sizes(LayerIntervals settings) {
    return LayerSettings.DEFAULTS
        .withRecordsPerStep(settings.recordsPerStep())
        .withFoldingThreads(Runtime.getRuntime().availableProcessors())
        .withRowsInMemory(settings.rowsInMemory());
  }
}
