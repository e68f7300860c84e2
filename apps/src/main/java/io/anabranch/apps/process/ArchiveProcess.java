package io.anabranch.apps.process;

import io.anabranch.apps.archive.ArchiveLayer;
import io.anabranch.apps.running.Crew;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;

/** The archiver of one workload. */
public final class ArchiveProcess implements LayerProcess {

  private final WorkloadSetup setup;
  private final EventLog log;
  private final MasterDataset archive;
  private final Duration every;
  private final AtomicLong files = new AtomicLong();

  @Inject
  ArchiveProcess(WorkloadSetup setup, EventLog log, MasterDataset archive, Periods periods) {
    this.setup = setup;
    this.log = log;
    this.archive = archive;
    this.every = periods.archive();
  }

  @Override
  public void start(Crew crew) throws StoreFailure {
    ArchiveLayer layer = new ArchiveLayer(setup.allTopics(), log, archive, beginnings());
    crew.every("archiver", () -> files.addAndGet(layer.step()), every);
  }

  /** Of what was never archived, where the log begins now: what it gave up before is not missed. */
  private OffsetVector beginnings() throws StoreFailure {
    Map<Partition, Long> beginnings = new TreeMap<>();
    for (String topic : setup.allTopics()) {
      for (Partition partition : log.partitions(topic)) {
        if (archive.manifest(partition, 0).isEmpty()) {
          beginnings.put(partition, log.bounds(partition).from());
        }
      }
    }
    return OffsetVector.of(beginnings);
  }

  @Override
  public String words() {
    return String.format(Locale.ROOT, "%,d files archived", files.get());
  }
}
