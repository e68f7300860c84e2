package io.anabranch.apps.batch;

import io.anabranch.apps.archive.ManifestChain;
import io.anabranch.apps.log.SameTopic;
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
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Batch mode: the master dataset, folded by a batch engine. It needs no speed layer. The manifest's
 * chain is checked from the lane's cut on, as the publications before checked it up to there; what
 * is folded from below the cut is checked again.
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
        SameTopic.demand(partition, archived);
        SameTopic.demand(partition, lane.cut().partitions());
        long cut = lane.cut().at(partition);
        long end = slices.floor(ManifestChain.endFrom(archive, partition, cut));
        ends.merge(partition, end, Math::max);
      }
    }
    return OffsetVector.of(ends);
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
