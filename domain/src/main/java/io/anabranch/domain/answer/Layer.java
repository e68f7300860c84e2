package io.anabranch.domain.answer;

/** Which channel answers. */
public enum Layer {
  /** Both: the fold of {@code log[origin, V)}. */
  MERGED,
  /** The chain of segments alone: the fold of {@code log[origin, cut)}. */
  BATCH,
  /** The speed rows alone: the fold of {@code log[cut, V)}. */
  SPEED
}
