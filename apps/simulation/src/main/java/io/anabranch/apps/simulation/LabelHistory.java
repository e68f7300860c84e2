package io.anabranch.apps.simulation;

import io.anabranch.domain.view.Labels;

/** What the reference log says, entry by entry: a pure function of the length of its prefix. */
@FunctionalInterface
public interface LabelHistory {

  /** For workloads without reference data. */
  LabelHistory NONE = entries -> Labels.NONE;

  /** The labels as of a prefix of so many entries. */
  Labels after(long entries);
}
