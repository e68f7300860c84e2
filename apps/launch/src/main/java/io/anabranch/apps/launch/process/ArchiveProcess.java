package io.anabranch.apps.launch.process;

import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.archive.ArchiveLayer;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.layers.running.MetricRegistry;
import io.anabranch.apps.layers.running.Worker;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;

/** The archiver of one workload. */
public final class ArchiveProcess implements LayerProcess {

  private static final Duration SWEPT_EVERY = Duration.ofMinutes(10);

  /** Far above the time that writing a file takes: a writer that still works is not disturbed. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final WorkloadSetup setup;
  private final EventLog log;
  private final MasterDataset archive;
  private final Duration every;
  private final LogEnds ends;
  private final Clock clock;
  private final AtomicLong swept = new AtomicLong();
  private volatile Option<Archiver> archiver = Option.none();

  @Inject
  ArchiveProcess(
      WorkloadSetup setup,
      EventLog log,
      MasterDataset archive,
      LayerIntervals periods,
      Clock clock) {
    this.setup = setup;
    this.log = log;
    this.archive = archive;
    this.every = periods.archive();
    this.clock = clock;
    this.ends = new LogEnds(log, () -> archived().keySet());
  }

  @Override
  public void start(LayerThreads threads) throws StoreFailure {
    ArchiveLayer layer =
        Layers.archive(setup.allTopics(), log, archive, beginnings(), LayerSettings.DEFAULTS);
    archiver = Option.some(layer.archiver());
    threads.run("archiver", Worker.Task.every(every, layer::step));
    threads.run("sweeper", Worker.Task.every(SWEPT_EVERY, this::sweep));
    ends.start(threads);
  }

  /** Several archivers may sweep at the same time. */
  private void sweep() throws StoreFailure {
    swept.addAndGet(archive.sweep(clock.instant().minus(LEFT_BEHIND)));
  }

  private Map<Partition, Long> archived() {
    return archiver.map(Archiver::positions).getOrElse(Map.of());
  }

  /**
   * Where the log begins now, of partitions that were never archived: records that retention
   * deleted before do not count as lost.
   */
  private OffsetVector beginnings() throws StoreFailure {
    Map<Partition, Long> beginnings = new TreeMap<>();
    for (String topic : setup.allTopics()) {
      for (Partition partition : log.partitions(topic)) {
        if (archive.beginning(partition).isEmpty()) {
          beginnings.put(partition, log.bounds(partition).from());
        }
      }
    }
    return OffsetVector.of(beginnings);
  }

  @Override
  public void measure(MetricRegistry measures) {
    measures.counter("archiver.files", "Files that this process archived", this::files);
    measures.counter("archiver.records", "Records in them", this::records);
    measures.counter(
        "archiver.swept", "Files without an entry that this process deleted", swept::get);
    measures.offsets("partition.archived.offset", "The end of the master dataset", this::archived);
    ends.measure(measures);
  }

  private long files() {
    return archiver.map(Archiver::files).getOrElse(0L);
  }

  private long records() {
    return archiver.map(Archiver::records).getOrElse(0L);
  }

  @Override
  public String describe() {
    return String.format(Locale.ROOT, "%,d files archived, of %,d records", files(), records());
  }
}
