package io.anabranch.apps.layers.archive;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies the log into the master dataset, open slices too, and holes without a record after them:
 * once retention has taken those, only the archive can tell that nothing stood there. Any number of
 * archivers may run: whoever comes second at a position goes on from the end of the first's file.
 *
 * <p>A topic that was recreated is archived under its own id, so that nothing of it is lost while
 * whoever folds it waits to be told that it is meant to go on.
 */
public final class Archiver {

  private final EventLog log;
  private final MasterDataset archive;
  private final OffsetVector origin;
  private final int maxRecords;
  private final Map<Partition, Long> next = new ConcurrentHashMap<>();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong records = new AtomicLong();

  /**
   * An archiver of everything from the origin on.
   *
   * @param maxRecords the most that go into one file
   */
  public Archiver(EventLog log, MasterDataset archive, OffsetVector origin, int maxRecords) {
    this.log = log;
    this.archive = archive;
    this.origin = origin;
    this.maxRecords = maxRecords;
  }

  /**
   * Archives one file's worth of a partition, if there is any; the holes at the log's end are one.
   *
   * @return whether the archive grew
   * @throws StoreFailure.Corrupt if the log no longer holds what comes next: a gap, which nobody
   *     may step over
   */
  public boolean step(Partition partition) throws StoreFailure {
    long from = next(partition);
    Option<RecordBatch> read = log.read(partition, from, maxRecords);
    while (read.isEmpty()) {
      // Another archiver may have gone on while this one stood still, and retention behind it.
      next.remove(partition);
      long archived = next(partition);
      if (archived == from) {
        throw new StoreFailure.Corrupt(
            StoreFailure.Reason.RECORDS_LOST,
            "the log of "
                + partition
                + " starts at "
                + log.bounds(partition).from()
                + " but is archived only to "
                + from
                + ": the records between are lost");
      }
      from = archived;
      read = log.read(partition, from, maxRecords);
    }
    RecordBatch batch = read.get();
    if (batch.range().isEmpty()) {
      return false;
    }
    // A failure leaves `next` as it is: appending again from the same position tells who won.
    Either<ManifestEntry, ManifestEntry> put = archive.append(batch);
    next.put(partition, put.fold(e -> e, e -> e).range().to());
    for (ManifestEntry ours : put) {
      files.incrementAndGet();
      records.addAndGet(ours.records());
    }
    return true;
  }

  /** Where the archive of each partition ends, as far as it is known here. */
  public Map<Partition, Long> positions() {
    return new TreeMap<>(next);
  }

  /** How many files were put here. */
  public long files() {
    return files.get();
  }

  /** How many records are in them. */
  public long records() {
    return records.get();
  }

  /** Where it goes on in a partition. */
  long next(Partition partition) throws StoreFailure {
    Long known = next.get(partition);
    if (known == null) {
      known = archivedTo(partition);
      next.put(partition, known);
    }
    return known;
  }

  /**
   * Where the archive ends: before the origin too, if the log still holds what follows, as starting
   * at the origin would leave a gap for ever. Of the entries that the log no longer reaches only
   * the last is looked at: a gap before it can no longer be filled from the log, and publishers
   * look for it.
   */
  private long archivedTo(Partition partition) throws StoreFailure {
    long first = origin.at(partition);
    long held = log.bounds(partition).from();
    long end = ManifestChain.end(archive, partition, Math.max(first, held)).getOrElse(first);
    return end < first && end < held ? first : end;
  }
}
