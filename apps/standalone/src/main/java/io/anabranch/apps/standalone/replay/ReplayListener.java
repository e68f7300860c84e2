package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.domain.log.SliceBits;

/** Receives the progress of a replay. */
public interface ReplayListener {

  /** The input was read. */
  void read(long records, int partitions, SliceBits slices, boolean picked);

  /**
   * A publication was attempted.
   *
   * @param number from 1
   * @param cleanedKeys number of keys whose speed rows were deleted after it
   */
  void published(int number, int of, boolean kappa, Publication publication, long cleanedKeys);

  /** The speed layer has folded all input so far. The replay waits until this returns. */
  default void rests() {}
}
