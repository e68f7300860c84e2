package io.anabranch.apps.layers.log;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;

/** Reads ranges of the master dataset batch by batch; the ranges must be complete. */
public final class ArchiveReader {

  private final MasterDataset archive;

  public ArchiveReader(MasterDataset archive) {
    this.archive = archive;
  }

  /**
   * Reads one batch of the records in {@code [from, to)}.
   *
   * @throws StoreFailure.Corrupt if the archive does not hold the first offset
   */
  public RecordBatch read(Partition partition, long from, long to) throws StoreFailure {
    RecordBatch batch =
        archive
            .read(partition, from, RecordBatches.SIZE)
            .getOrElseThrow(
                () ->
                    new StoreFailure.Corrupt(
                        "the master dataset has no record for offset "
                            + from
                            + " of "
                            + partition
                            + ": restore the archive files from a copy"));
    return batch.next() > to ? batch.within(from, to) : batch;
  }

  /** Reads an entire range. */
  public void forEach(Partition partition, OffsetRange range, BatchConsumer consumer)
      throws StoreFailure {
    for (long at = range.from(); at < range.to(); ) {
      RecordBatch batch = read(partition, at, range.to());
      consumer.accept(batch);
      at = batch.next();
    }
  }
}
