package io.anabranch.apps.layers.log;

/** How records travel. */
public final class RecordBatches {

  /** Records asked for at once: large enough to fold in a tight loop, small enough to hold. */
  public static final int SIZE = 16_384;

  private RecordBatches() {}
}
