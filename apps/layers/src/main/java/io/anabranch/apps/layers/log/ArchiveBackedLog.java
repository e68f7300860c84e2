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
 * The log with all that retention took from it: what it no longer holds, holes included, the master
 * dataset does.
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

  /** Refuses to go on. */
  @FunctionalInterface
  public interface Permission {
    void demand() throws StoreFailure;
  }

  /**
   * The same log, of which what the archive held is shown only with permission, demanded after it
   * was read: the archive passes over what was accepted as lost, and not everybody may.
   */
  public ArchiveBackedLog demanding(Permission other) {
    return new ArchiveBackedLog(log, archive, other);
  }

  /** The first position that the archive holds, or if it holds none, that the log does. */
  public long beginning(Partition partition) throws StoreFailure {
    long held = log.bounds(partition).from();
    return archive.beginning(partition).getOrElse(held);
  }

  /**
   * Records from a position on, at most so many.
   *
   * @throws StoreFailure.Corrupt if neither holds the position: it was lost before it was archived
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
                            + " before it was archived, and nothing is skipped"));
    permission.demand();
    return archived;
  }

  /** Whether reading from a position may tell something new, without waiting for it. */
  public boolean hasNews(Partition partition, long from) throws StoreFailure {
    return !await(Map.of(partition, from), Duration.ZERO).isEmpty();
  }

  /**
   * Waits until reading a partition may tell something new.
   *
   * @see EventLog#await
   */
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    return log.await(positions, atMost);
  }

  /** Reads a whole range, batch after batch. */
  public void forEach(Partition partition, OffsetRange range, BatchConsumer consumer)
      throws StoreFailure {
    long at = range.from();
    while (at < range.to()) {
      RecordBatch batch = read(partition, at, RecordBatches.SIZE);
      if (batch.next() == at) {
        throw new StoreFailure.Corrupt(
            partition + " ends at " + at + ", before " + range + " was read");
      }
      RecordBatch desired = batch.next() > range.to() ? batch.within(at, range.to()) : batch;
      consumer.accept(desired);
      at = desired.next();
    }
  }
}
