package io.anabranch.domain.answer;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * The positions up to which the speed rows that were read give an exact answer, per partition. The
 * rows were read after the progress P, so they contain every record below P. A row whose version is
 * above P contains more, and it is unknown whether other rows lack those records. So either no row
 * is above P and V = P, or the rows are read again, or V falls back to the start of P's slice,
 * below which every slice is complete in every row.
 */
public final class Frontier {

  private final SliceBits slices;
  private final OffsetVector cut;
  private final OffsetVector progress;
  private final Set<Partition> unsettled = new HashSet<>();

  public Frontier(SliceBits slices, OffsetVector cut, OffsetVector progress) {
    this.slices = slices;
    this.cut = cut;
    this.progress = progress;
  }

  /** Whether the chain covers a slice; its speed rows are obsolete and are ignored. */
  public boolean isBehindCut(Partition partition, long slice) {
    return slices.endOf(slice) <= cut.at(partition);
  }

  /** Records a row that was read and is not below the cut. */
  public void saw(Partition partition, long version) {
    if (version > progress.at(partition)) {
      unsettled.add(partition);
    }
  }

  /** Whether no row is ahead of the progress. */
  public boolean isSettled() {
    return unsettled.isEmpty();
  }

  /** V: the end of an answer made from the rows that were read and {@linkplain #counts count}. */
  public OffsetVector reach() {
    TreeMap<Partition, Long> reach = new TreeMap<>();
    for (Partition partition : progress.partitionsWith(cut)) {
      reach.put(partition, Math.max(carried(partition), cut.at(partition)));
    }
    return OffsetVector.of(reach);
  }

  /** Whether the rows of a slice that were read are part of the fold of {@code log[cut, V)}. */
  public boolean counts(Partition partition, long slice) {
    return !isBehindCut(partition, slice) && slices.startOf(slice) < carried(partition);
  }

  private long carried(Partition partition) {
    long covered = progress.at(partition);
    return unsettled.contains(partition) ? slices.floor(covered) : covered;
  }
}
