package io.anabranch.domain.view;

import io.anabranch.domain.event.Utf8;

/**
 * Labels of dimension values, according to a prefix of the reference log. They are applied when
 * rows are read and are not part of row keys.
 */
@FunctionalInterface
public interface Labels {

  /** For workloads without labels. */
  Labels NONE =
      (label, value) -> {
        throw new IllegalArgumentException("the workload has no label " + label);
      };

  /** The value of a label (for example {@code group}) of a dimension's value. */
  Utf8 of(String label, Utf8 value);
}
