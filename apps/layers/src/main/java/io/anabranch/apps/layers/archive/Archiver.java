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
 * Copies the log into the master dataset, including open slices and trailing holes: after retention
 * has deleted a hole, only the archive shows that it had no records. Any number of archivers may
 * run: the second one at an offset continues from the end of the first one's file.
 *
 * <p>A recreated topic is archived under its own id, so that its records are not lost while the
 * folding layers wait for an operator to accept the loss.
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
   * Creates an archiver of the log from the origin onwards.
   *
   * @param maxRecords the maximum number of records per file
   */
  public Archiver(EventLog log, MasterDataset archive, OffsetVector origin, int maxRecords) {
    this.log = log;
    this.archive = archive;
    this.origin = origin;
    this.maxRecords = maxRecords;
  }

  /**
   * Archives at most one file of a partition. Trailing holes are one file.
   *
   * @return whether the archive grew
   * @throws StoreFailure.Corrupt if the log no longer holds the next offset: a gap, which is never
   *     skipped
   */
  public boolean step(Partition partition) throws StoreFailure {
    long from = next(partition);
    Option<RecordBatch> read = log.read(partition, from, maxRecords);
    while (read.isEmpty()) {
      // Another archiver may have advanced while this one was paused, followed by retention.
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
    // A failure leaves `next` as it is: a second append at the same offset shows which archiver
    // won.
    Either<ManifestEntry, ManifestEntry> put = archive.append(batch);
    next.put(partition, put.fold(e -> e, e -> e).range().to());
    for (ManifestEntry ours : put) {
      files.incrementAndGet();
      records.addAndGet(ours.records());
    }
    return true;
  }

  /** Returns the end of the archive of each partition, as far as this archiver knows it. */
  public Map<Partition, Long> positions() {
    return new TreeMap<>(next);
  }

  /** Returns the number of files that this archiver wrote. */
  public long files() {
    return files.get();
  }

  /** Returns the number of records in those files. */
  public long records() {
    return records.get();
  }

  /** Returns the next offset to archive. */
  long next(Partition partition) throws StoreFailure {
    Long known = next.get(partition);
    if (known == null) {
      known = archivedTo(partition);
      next.put(partition, known);
    }
    return known;
  }

  /**
   * Returns the end of the archive. It may be before the origin if the log still holds the records
   * between: starting at the origin would leave a permanent gap. Of the entries before the log's
   * beginning, only the last is checked: a gap before it cannot be filled from the log, and
   * publishers check for it.
   */
  private long archivedTo(Partition partition) throws StoreFailure {
    long first = origin.at(partition);
    long held = log.bounds(partition).from();
    long end = ManifestChain.end(archive, partition, Math.max(first, held)).getOrElse(first);
    return end < first && end < held ? first : end;
  }
}
