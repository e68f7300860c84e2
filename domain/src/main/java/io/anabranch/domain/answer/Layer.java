package io.anabranch.domain.answer;

import java.util.Locale;

/** The layer that answers. */
public enum Layer {
  /** Batch and speed: the fold of {@code log[origin, V)}. */
  MERGED,
  /** Only the chain of segments: the fold of {@code log[origin, cut)}. */
  BATCH,
  /** Only the speed rows: the fold of {@code log[cut, V)}. */
  SPEED;

  /** The name in queries and answers. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
