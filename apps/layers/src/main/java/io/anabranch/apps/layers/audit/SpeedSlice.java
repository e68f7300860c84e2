package io.anabranch.apps.layers.audit;

import io.anabranch.domain.log.Partition;

/** A slice of the speed layer: a partition and the number of the slice. */
record SpeedSlice(Partition partition, long slice) implements Comparable<SpeedSlice> {

  @Override
  public int compareTo(SpeedSlice other) {
    int order = partition.compareTo(other.partition);
    return order != 0 ? order : Long.compare(slice, other.slice);
  }
}
