package io.anabranch.apps.replay;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.ports.StateCodec;

/** What a replay over servers needs beside their ports. */
@Module
interface PortsOnServers {

  @Binds
  InputLog into(ServerInputLog servers);

  @Provides
  static StateCodec codec() {
    return new WireStateCodec();
  }
}
