package io.anabranch.apps.layers.serving;

import io.anabranch.domain.view.Labels;

/**
 * Labels, and the prefix of the reference log that tells them.
 *
 * @param entries how many entries of the reference log the prefix has
 */
public record LabelsAt(Labels labels, long entries) {

  /** For workloads without a reference log. */
  public static final LabelsAt NONE = new LabelsAt(Labels.NONE, 0);
}
