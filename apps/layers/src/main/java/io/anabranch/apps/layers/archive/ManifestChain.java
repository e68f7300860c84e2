package io.anabranch.apps.layers.archive;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/**
 * Whether the manifest of a partition is one chain without a gap or an overlap from a position on,
 * and where it ends. Entries before the position are not looked at.
 */
public final class ManifestChain {

  private ManifestChain() {}

  /**
   * The end of the chain that starts at or before a position; the position itself if nothing is
   * archived from there on.
   *
   * @throws StoreFailure.Corrupt if an entry does not start where the one before ends
   */
  public static long endFrom(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    return Math.max(start, end(archive, partition, start).getOrElse(start));
  }

  /** Where the last entry of a partition ends; 0 if nothing is archived. */
  public static long lastEnd(MasterDataset archive, Partition partition) throws StoreFailure {
    return archive
        .manifest(partition, Long.MAX_VALUE)
        .lastOption()
        .map(entry -> entry.range().to())
        .getOrElse(0L);
  }

  /**
   * Looks whether the manifest is one chain from a position on.
   *
   * @throws StoreFailure.Corrupt if an entry does not start where the one before ends
   */
  public static void check(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    end(archive, partition, start);
  }

  /**
   * The end of the chain that starts at or before a position, which may be before the position;
   * none if nothing is archived.
   */
  static Option<Long> end(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    boolean first = true;
    long end = start;
    for (ManifestEntry entry : archive.manifest(partition, start)) {
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
    return first ? Option.none() : Option.some(end);
  }
}
