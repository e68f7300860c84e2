package io.anabranch.apps.archive;

import io.anabranch.apps.log.RecordBatches;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import java.util.List;

/** Copies some topics of the log into the master dataset, whatever partitions they have. */
public final class ArchiveLayer {

  private final List<String> topics;
  private final EventLog log;
  private final Archiver archiver;

  /** An archive layer that starts where the archive ends, or at the origin. */
  public ArchiveLayer(
      List<String> topics, EventLog log, MasterDataset archive, OffsetVector origin) {
    this.topics = List.copyOf(topics);
    this.log = log;
    this.archiver = new Archiver(log, archive, origin, RecordBatches.SIZE);
  }

  public Archiver archiver() {
    return archiver;
  }

  /** Archives all that has come. */
  public void step() throws StoreFailure {
    for (String topic : topics) {
      for (Partition partition : log.partitions(topic)) {
        while (archiver.step(partition)) {
          // Each step archives one file.
        }
      }
    }
  }
}
