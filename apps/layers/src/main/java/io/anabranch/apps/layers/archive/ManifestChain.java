package io.anabranch.apps.layers.archive;

import io.anabranch.domain.log.Partition;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;

/**
 * Checks that the manifest of a partition is one chain from an offset onwards, without a gap or an
 * overlap, and finds its end. Entries before the offset are not checked.
 */
public final class ManifestChain {

  private ManifestChain() {}

  /**
   * Returns the end of the chain that starts at or before an offset, or the offset itself if
   * nothing is archived from there onwards.
   *
   * @throws StoreFailure.Corrupt if an entry does not start where the previous one ends
   */
  public static long endFrom(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    return Math.max(start, end(archive, partition, start).getOrElse(start));
  }

  /** Returns the end of the last entry of a partition, or 0 if nothing is archived. */
  public static long lastEnd(MasterDataset archive, Partition partition) throws StoreFailure {
    return archive
        .manifest(partition, Long.MAX_VALUE)
        .lastOption()
        .map(entry -> entry.range().to())
        .getOrElse(0L);
  }

  /**
   * Checks that the manifest is one chain from an offset onwards.
   *
   * @throws StoreFailure.Corrupt if an entry does not start where the previous one ends
   */
  public static void check(MasterDataset archive, Partition partition, long start)
      throws StoreFailure {
    end(archive, partition, start);
  }

  /**
   * Returns the end of the chain that starts at or before an offset. The end may be before the
   * offset; none if nothing is archived.
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
