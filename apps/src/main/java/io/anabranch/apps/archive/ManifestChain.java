package io.anabranch.apps.archive;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;

/**
 * Whether the manifest of a partition is one chain without a gap or an overlap, and where it ends.
 */
public final class ManifestChain {

  private ManifestChain() {}

  /**
   * The end of the chain that starts at or before a position; the position itself if nothing is
   * archived.
   *
   * @throws StoreFailure.Corrupt if an entry does not start where the one before ends
   */
  public static long endFrom(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    boolean first = true;
    long end = start;
    for (ManifestEntry entry : archive.manifest(partition)) {
      if (first ? entry.range().from() > start : entry.range().from() != end) {
        throw new StoreFailure.Corrupt(
            "the manifest of "
                + partition
                + " has "
                + (entry.range().from() > end ? "a gap" : "an overlap")
                + ": file "
                + entry.file()
                + " holds "
                + entry.range()
                + " and should start at "
                + end);
      }
      first = false;
      end = entry.range().to();
    }
    return Math.max(end, start);
  }
}
