package io.anabranch.apps.layers.log;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The log, continued into the past by the master dataset, which also holds the records and holes
 * that retention has deleted from the log.
 */
public final class ArchiveBackedLog {

  private final EventLog log;
  private final MasterDataset archive;
  private final Permission permission;

  public ArchiveBackedLog(EventLog log, MasterDataset archive) {
    this(log, archive, () -> {});
  }

  private ArchiveBackedLog(EventLog log, MasterDataset archive, Permission permission) {
    this.log = log;
    this.archive = archive;
    this.permission = permission;
  }

  /** A check that throws to refuse a read. */
  @FunctionalInterface
  public interface Permission {
    void check() throws StoreFailure;
  }

  /**
   * Returns the same log with a check that runs after each read from the archive. The archive skips
   * offsets whose loss was accepted, and not every reader may skip them.
   */
  public ArchiveBackedLog requiring(Permission other) {
    return new ArchiveBackedLog(log, archive, other);
  }

  /**
   * Returns the first offset in the archive, or the first offset in the log if the archive is
   * empty.
   */
  public long beginning(Partition partition) throws StoreFailure {
    long held = log.bounds(partition).from();
    return archive.beginning(partition).getOrElse(held);
  }

  /**
   * Reads records from an offset onwards.
   *
   * @param maxRecords the maximum number of records
   * @throws StoreFailure.Corrupt if neither the log nor the archive holds the offset: it was
   *     deleted before it was archived
   */
  public RecordBatch read(Partition partition, long from, int maxRecords) throws StoreFailure {
    Option<RecordBatch> live = log.read(partition, from, maxRecords);
    if (live.isDefined()) {
      return live.get();
    }
    RecordBatch archived =
        archive
            .read(partition, from, maxRecords)
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(
                        StoreFailure.Reason.RECORDS_LOST,
                        "offset "
                            + from
                            + " of "
                            + partition
                            + " is neither in the log nor in the master dataset: it was deleted"
                            + " before it was archived"));
    permission.check();
    return archived;
  }

  /** Returns whether a read from an offset may return something new, without waiting. */
  public boolean hasNews(Partition partition, long from) throws StoreFailure {
    return !await(Map.of(partition, from), Duration.ZERO).isEmpty();
  }

  /**
   * Waits until a read of a partition may return something new.
   *
   * @see EventLog#await
   */
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    return log.await(positions, atMost);
  }

  /** Reads an entire range, batch by batch. */
  public void forEach(Partition partition, OffsetRange range, BatchConsumer consumer)
      throws StoreFailure {
    long at = range.from();
    while (at < range.to()) {
      RecordBatch batch = read(partition, at, RecordBatches.SIZE);
      if (batch.next() == at) {
        throw new StoreFailure.Corrupt(
            partition + " ends at " + at + ", before " + range + " was read");
      }
      RecordBatch inRange = batch.next() > range.to() ? batch.within(at, range.to()) : batch;
      consumer.accept(inRange);
      at = inRange.next();
    }
  }
}
