package io.anabranch.apps.archive;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** How far the archive goes and how many files it has; reads of the manifest what is new only. */
public final class ArchiveExtent {

  private record Extent(long end, long files) {}

  private final MasterDataset archive;
  private final Map<Partition, Extent> extents = new ConcurrentSkipListMap<>();

  public ArchiveExtent(MasterDataset archive) {
    this.archive = archive;
  }

  /** Looks what has come to some partitions. */
  public void look(Collection<Partition> partitions) throws StoreFailure {
    for (Partition partition : partitions) {
      Extent known = extents.getOrDefault(partition, new Extent(0, 0));
      long end = known.end();
      long files = known.files();
      for (ManifestEntry entry : archive.manifest(partition, end)) {
        if (entry.range().to() > end) {
          end = entry.range().to();
          files++;
        }
      }
      extents.put(partition, new Extent(end, files));
    }
  }

  /** Where the archive of a partition ended at the last look; 0 if there was none. */
  public long end(Partition partition) {
    return extents.getOrDefault(partition, new Extent(0, 0)).end();
  }

  /** How many files there were at the last look. */
  public long files() {
    return extents.values().stream().mapToLong(Extent::files).sum();
  }
}
