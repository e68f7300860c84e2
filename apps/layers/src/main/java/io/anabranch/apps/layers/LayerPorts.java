package io.anabranch.apps.layers;

import io.anabranch.ports.BatchViews;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.RejectedEvents;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StateCodec;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;

/** The ports that all layers of a workload share: one log, one archive, one set of stores. */
public record LayerPorts(
    EventLog log,
    MasterDataset archive,
    SpeedViews speed,
    Progress progress,
    BatchViews batch,
    CoverageLedger ledger,
    RejectedEvents rejected,
    StateCodec codec) {

  /** Returns these ports with other speed views. */
  public LayerPorts withSpeed(SpeedViews other) {
    return new LayerPorts(log, archive, other, progress, batch, ledger, rejected, codec);
  }

  /** Returns these ports with another coverage ledger. */
  public LayerPorts withLedger(CoverageLedger other) {
    return new LayerPorts(log, archive, speed, progress, batch, other, rejected, codec);
  }

  /**
   * In-memory ports.
   *
   * @param log the log that the caller produces to
   * @param faults the faults to inject
   * @param codec encodes the states in the stores
   */
  public static LayerPorts inMemory(InMemoryEventLog log, Faults faults, StateCodec codec) {
    return new LayerPorts(
        log,
        new InMemoryMasterDataset(faults),
        new InMemorySpeedViews(faults),
        new InMemoryProgress(faults),
        new InMemoryBatchViews(faults),
        new InMemoryCoverageLedger(faults),
        new InMemoryRejectedEvents(faults),
        codec);
  }
}
