package io.anabranch.apps.layers.adopt;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;

/**
 * What stops the layers of a workload, and whether they can go on without.
 *
 * @param lost what nobody holds any more
 * @param obstacles what has to be mended before anything can be accepted
 * @param isBegun whether something was named as lost, and that was not brought to its end
 * @param begins where counting would start in topics that nothing was counted of so far
 */
public record LossReport(
    Vector<Lost> lost, Vector<Obstacle> obstacles, boolean isBegun, OffsetVector begins) {

  /** What would be lost of a partition; see {@link Loss}. */
  public record Lost(Partition partition, OffsetRange range, Loss.Cause cause) {}

  /** What keeps a loss from being accepted. */
  public record Obstacle(StoreFailure.Reason reason, String description) {}

  /** Whether nothing stops anybody. */
  public boolean isNothing() {
    return lost.isEmpty() && obstacles.isEmpty() && !isBegun;
  }
}
