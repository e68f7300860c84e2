package io.anabranch.apps.layers.adopt;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;

/**
 * The data loss that stops the layers of a workload, and whether it can be accepted.
 *
 * @param lost the records that no store holds any more
 * @param obstacles the problems to repair before a loss can be accepted
 * @param isBegun whether a loss was recorded but its acceptance was not completed
 * @param begins the offsets where counting would start in topics that were not counted so far
 */
public record LossReport(
    Vector<Lost> lost, Vector<Obstacle> obstacles, boolean isBegun, OffsetVector begins) {

  /** The offsets of a partition that would be lost; see {@link Loss}. */
  public record Lost(Partition partition, OffsetRange range, Loss.Cause cause) {}

  /** A problem that prevents a loss from being accepted. */
  public record Obstacle(StoreFailure.Reason reason, String description) {}

  /** Returns whether nothing was lost. */
  public boolean isNothing() {
    return lost.isEmpty() && obstacles.isEmpty() && !isBegun;
  }
}
