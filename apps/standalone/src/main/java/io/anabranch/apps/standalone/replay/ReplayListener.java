package io.anabranch.apps.standalone.replay;

import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.domain.log.SliceBits;

/** Is told what a replay does while it does it. */
public interface ReplayListener {

  /** The input is read. */
  void read(long records, int partitions, SliceBits slices, boolean picked);

  /**
   * A publication was tried.
   *
   * @param number from 1
   * @param cleanedKeys how many keys the cleaning after it deleted speed rows of
   */
  void published(int number, int of, boolean kappa, Publication publication, long cleanedKeys);

  /** The speed layer has folded all that was fed so far: nothing runs while this is told. */
  default void rests() {}
}
