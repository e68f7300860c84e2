package io.anabranch.apps.simulation;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingMasterDataset;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;

/** Master datasets that lack one {@link Mechanism} each. */
final class MutantArchives {

  private MutantArchives() {}

  /** Without {@link Mechanism#MANIFEST_CHAIN}: a gap between files reads as a hole of offsets. */
  static final class GapBlind extends ForwardingMasterDataset {
    private final MasterDataset archive;

    GapBlind(MasterDataset archive) {
      super(archive);
      this.archive = archive;
    }

    @Override
    public Vector<ManifestEntry> manifest(Partition partition, long position) throws StoreFailure {
      List<ManifestEntry> chain = new ArrayList<>();
      long end = -1;
      for (ManifestEntry entry : archive.manifest(partition, position)) {
        if (entry.range().to() > end) {
          long from = end < 0 ? Math.min(entry.range().from(), 0) : end;
          chain.add(
              new ManifestEntry(
                  partition,
                  new OffsetRange(from, entry.range().to()),
                  entry.file(),
                  entry.records(),
                  entry.checksum()));
          end = entry.range().to();
        }
      }
      return Vector.ofAll(chain);
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
        throws StoreFailure {
      Option<RecordBatch> read = archive.read(partition, from, maxRecords);
      if (read.isDefined()) {
        return read;
      }
      for (ManifestEntry entry : archive.manifest(partition, from)) {
        long next = entry.range().from();
        if (next > from) {
          return archive.read(partition, next, maxRecords).map(batch -> from(batch, from));
        }
      }
      return Option.none();
    }

    private static RecordBatch from(RecordBatch batch, long from) {
      RecordBatch.Builder builder = RecordBatch.builder(batch.partition(), from);
      for (int i = 0; i < batch.size(); i++) {
        builder.add(batch, i);
      }
      return builder.build(batch.next());
    }
  }

  /**
   * Without {@link Mechanism#ARCHIVE_FALLBACK}: a reader of the log never finds archived records.
   */
  static final class WriteOnly extends ForwardingMasterDataset {
    WriteOnly(MasterDataset archive) {
      super(archive);
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords) {
      return Option.none();
    }
  }
}
