package io.anabranch.apps.layers.adopt;

import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.vavr.collection.Vector;

/**
 * What stops the layers of a workload, and whether they can go on without.
 *
 * @param lost what nobody holds any more
 * @param hopeless in words, what cannot be accepted, and what to do instead
 * @param isBegun whether something was named as lost, and that was not brought to its end
 * @param begins where counting would start in topics that nothing was counted of so far
 */
public record LossReport(
    Vector<Lost> lost, Vector<String> hopeless, boolean isBegun, OffsetVector begins) {

  /** What would be lost of a partition; see {@link Loss}. */
  public record Lost(Partition partition, OffsetRange range, Loss.Cause cause) {}

  /** Whether nothing stops anybody. */
  public boolean isNothing() {
    return lost.isEmpty() && hopeless.isEmpty() && !isBegun;
  }
}
