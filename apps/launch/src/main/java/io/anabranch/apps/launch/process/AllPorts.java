package io.anabranch.apps.launch.process;

import dagger.Module;
import dagger.Provides;
import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;

/** All ports of the layers, over all servers. */
@Module
final class AllPorts {

  private AllPorts() {}

  @Provides
  static LayerPorts ports(
      EventLog log,
      MasterDataset archive,
      SpeedViews speed,
      Progress progress,
      BatchViews batch,
      CoverageLedger ledger,
      RejectedEvents rejected) {
    return new LayerPorts(
        log, archive, speed, progress, batch, ledger, rejected, new WireStateCodec());
  }
}
