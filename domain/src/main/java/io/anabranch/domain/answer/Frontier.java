package io.anabranch.domain.answer;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far the speed rows that were read carry an answer, per partition. They were read after the
 * progress P: all that lies below P is in them. A row whose version is above P holds more, and what
 * other rows lack of that is not known; so either no row is above P and V = P, or rows are read
 * again, or V falls back to where P's slice starts, whose older slices are whole in every row.
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

  /** Whether the chain holds a slice: its speed rows are left over and count no more. */
  public boolean isBehindCut(Partition partition, long slice) {
    return slices.endOf(slice) <= cut.at(partition);
  }

  /** Takes note of a row that was read, not behind the cut. */
  public void saw(Partition partition, long version) {
    if (version > progress.at(partition)) {
      unsettled.add(partition);
    }
  }

  /** Whether no row holds more than the progress covers. */
  public boolean isSettled() {
    return unsettled.isEmpty();
  }

  /** V: how far the answer goes if it is made of what was read and {@linkplain #counts counts}. */
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
