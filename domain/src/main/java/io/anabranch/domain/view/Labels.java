package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;

/**
 * Labels that depend on the value of a dimension alone, as a prefix of the reference log tells
 * them. They are applied when reading and stand in no row's key.
 */
@FunctionalInterface
public interface Labels {

  /** For workloads without labels. */
  Labels NONE =
      (label, value) -> {
        throw new IllegalArgumentException("no labels are kept, so none is a " + label);
      };

  /** What a label (for example {@code group}) says of a dimension's value. */
  Utf8 of(String label, Utf8 value);
}
