package io.anabranch.apps.simulation;

import io.anabranch.domain.view.Labels;

/** The labels of a reference log that grows: a pure function of the length of its prefix. */
@FunctionalInterface
public interface LabelHistory {

  /** For workloads without reference data. */
  LabelHistory NONE = entries -> Labels.NONE;

  /** The labels after a number of entries. */
  Labels after(long entries);
}
