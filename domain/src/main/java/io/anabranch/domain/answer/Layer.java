package io.anabranch.domain.answer;

import java.util.Locale;

/** Which channel answers. */
public enum Layer {
  /** Both: the fold of {@code log[origin, V)}. */
  MERGED,
  /** The chain of segments alone: the fold of {@code log[origin, cut)}. */
  BATCH,
  /** The speed rows alone: the fold of {@code log[cut, V)}. */
  SPEED;

  /** As it is written in questions and answers. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
