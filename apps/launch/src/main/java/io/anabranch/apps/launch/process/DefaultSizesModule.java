package io.anabranch.apps.launch.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.apps.layers.LayerSettings;

/** For processes that neither fold nor archive. */
@Module
final class DefaultSizesModule {

  private DefaultSizesModule() {}

  @Provides
  static LayerSettings sizes() {
    return LayerSettings.DEFAULTS;
  }
}
