package io.anabranch.apps.layers.log;

/** The size of record batches. */
public final class RecordBatches {

  /** Records per read: large enough for a tight loop, small enough for memory. */
  public static final int SIZE = 16_384;

  private RecordBatches() {}
}
