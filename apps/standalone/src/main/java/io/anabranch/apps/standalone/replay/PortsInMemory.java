package io.anabranch.apps.standalone.replay;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.ingest.recorded.InputLog;
import io.anabranch.apps.ingest.recorded.MemoryInputLog;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import javax.inject.Singleton;

/** Ports in the memory of this process. */
@Module
interface PortsInMemory {

  @Provides
  @Singleton
  static InMemoryEventLog memory() {
    return new InMemoryEventLog();
  }

  @Binds
  EventLog log(InMemoryEventLog memory);

  @Provides
  static InputLog into(InMemoryEventLog memory) {
    return new MemoryInputLog(memory);
  }

  @Provides
  @Singleton
  static MasterDataset archive() {
    return new InMemoryMasterDataset();
  }

  @Provides
  @Singleton
  static SpeedViews speed() {
    return new InMemorySpeedViews();
  }

  @Provides
  @Singleton
  static Progress progress() {
    return new InMemoryProgress();
  }

  @Provides
  @Singleton
  static BatchViews batch() {
    return new InMemoryBatchViews();
  }

  @Provides
  @Singleton
  static CoverageLedger ledger() {
    return new InMemoryCoverageLedger();
  }

  @Provides
  @Singleton
  static RejectedEvents rejected() {
    return new InMemoryRejectedEvents();
  }

  @Provides
  static StateCodec codec() {
    return new WireStateCodec();
  }
}
