package io.anabranch.apps.standalone.replay;

import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.ingest.recorded.InputLog;
import io.anabranch.apps.ingest.recorded.ServerInputLog;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StateCodec;

/** The bindings of a replay over servers that their ports do not provide. */
@Module
final class PortsOnServers {

  private PortsOnServers() {}

  @Provides
  static InputLog into(TopicCreator topics, EventProducer producer) {
    return new ServerInputLog(topics, producer);
  }

  @Provides
  static StateCodec codec() {
    return new WireStateCodec();
  }
}
