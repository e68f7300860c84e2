package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;

/** What a publisher folds: the archive in batch mode, closed speed slices in kappa mode. */
public interface SegmentSource {

  /**
   * How far whole slices of every partition can be folded, not below the lane's cut.
   *
   * @throws StoreFailure.Corrupt if what is there is not one chain
   */
  OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure;

  /** Folds {@code [from, to)} into a new segment. */
  Segment fold(Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
      throws StoreFailure;

  /** Whether it can fold from the origin again: the archive can, deleted speed slices cannot. */
  boolean reachesBackToOrigin();
}
