package io.anabranch.apps.launch.process;

import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
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

/** The layers over the ports of all servers together. */
@Module
public final class LayersModule {

  private LayersModule() {}

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

  @Provides
  static Layers layers(WorkloadFactory workload, LayerPorts ports, LayerSettings settings) {
    return new Layers(workload, ports, settings);
  }
}
