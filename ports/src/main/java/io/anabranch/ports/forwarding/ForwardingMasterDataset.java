package io.anabranch.ports.forwarding;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.SortedSet;

/** Passes every call on to another master dataset. */
public abstract class ForwardingMasterDataset implements MasterDataset {

  private final MasterDataset archive;

  /** A master dataset that passes on to another what a subclass does not override. */
  protected ForwardingMasterDataset(MasterDataset archive) {
    this.archive = archive;
  }

  @Override
  public Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure {
    return archive.append(batch);
  }

  @Override
  public long sweep(Instant before) throws StoreFailure {
    return archive.sweep(before);
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    return archive.partitions(topic);
  }

  @Override
  public Option<Long> beginning(Partition partition) throws StoreFailure {
    return archive.beginning(partition);
  }

  @Override
  public Vector<ManifestEntry> manifest(Partition partition, long from) throws StoreFailure {
    return archive.manifest(partition, from);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    return archive.read(partition, from, maxRecords);
  }
}
