package io.anabranch.apps.layers.serving;

import io.anabranch.domain.view.Labels;

/**
 * Labels, and the prefix of the reference log that they come from.
 *
 * @param entries the number of entries in the prefix
 */
public record LabelsAt(Labels labels, long entries) {

  /** The labels of workloads without a reference log. */
  public static final LabelsAt NONE = new LabelsAt(Labels.NONE, 0);
}
