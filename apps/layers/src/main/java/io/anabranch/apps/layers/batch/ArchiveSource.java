package io.anabranch.apps.layers.batch;

import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.log.TopicIdentity;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Batch mode: folds the master dataset with a batch engine, without a speed layer. The manifest's
 * chain is checked from the lane's cut onwards, because earlier publications checked it up to
 * there; a fold from below the cut checks it again. A closed partition is folded to its end,
 * because its last slice will never be complete.
 */
public final class ArchiveSource implements SegmentSource {

  private final WorkloadFactory workloads;
  private final MasterDataset archive;
  private final BatchEngine engine;

  public ArchiveSource(WorkloadFactory workloads, MasterDataset archive, BatchEngine engine) {
    this.workloads = workloads;
    this.archive = archive;
    this.engine = engine;
  }

  @Override
  public OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure {
    SliceBits slices = lane.definition().spec().sliceBits();
    TreeMap<Partition, Long> ends = new TreeMap<>(lane.cut().asMap());
    for (String topic : workloads.create(lane.definition().spec()).topics()) {
      SortedSet<Partition> archived = archive.partitions(topic);
      for (Partition partition : archived) {
        long cut = lane.cut().at(partition);
        long end = ManifestChain.endFrom(archive, partition, cut);
        Option<Long> closed = coverage.closedAt(partition);
        if (closed.isDefined()) {
          checkComplete(partition, end, closed.get());
          ends.merge(partition, closed.get(), Math::max); // its last slice ends there
        } else {
          TopicIdentity.check(partition, archived, coverage.losses());
          TopicIdentity.check(partition, lane.cut().partitions(), coverage.losses());
          ends.merge(partition, slices.floor(end), Math::max);
        }
      }
    }
    return OffsetVector.of(ends);
  }

  private static void checkComplete(Partition partition, long end, long closed)
      throws StoreFailure.Corrupt {
    if (end < closed) {
      throw new StoreFailure.Corrupt(
          partition
              + " was closed at "
              + closed
              + " but is archived only to "
              + end
              + ": restore the archive files from a copy");
    }
  }

  @Override
  public Segment fold(
      Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
      throws StoreFailure {
    for (Partition partition : lane.cut().partitions()) {
      if (from.at(partition) < lane.cut().at(partition)) {
        ManifestChain.check(archive, partition, from.at(partition));
      }
    }
    return engine.fold(lane.definition(), coverage.origin(), name, from, to);
  }

  @Override
  public boolean reachesBackToOrigin() {
    return true;
  }
}
