package io.anabranch.apps.layers.batch;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;

/** The source of segments: the archive in batch mode, closed speed slices in kappa mode. */
public interface SegmentSource {

  /**
   * Returns the end of the complete slices of each partition, but not less than the lane's cut.
   *
   * @throws StoreFailure.Corrupt if the archive is not one chain
   */
  OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure;

  /** Folds {@code [from, to)} into a new segment. */
  Segment fold(Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
      throws StoreFailure;

  /**
   * Returns whether history can be folded again from the origin: the archive can, deleted speed
   * slices cannot.
   */
  boolean reachesBackToOrigin();
}
