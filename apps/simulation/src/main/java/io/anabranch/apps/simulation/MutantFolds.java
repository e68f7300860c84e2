package io.anabranch.apps.simulation;

import io.anabranch.apps.layers.archive.ManifestChain;
import io.anabranch.apps.layers.batch.SegmentSource;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.BatchEngine;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import java.util.List;
import java.util.TreeMap;

/** Sources of segments and batch engines that lack one {@link Mechanism} each. */
final class MutantFolds {

  private MutantFolds() {}

  /** Without {@link Mechanism#WHOLE_SLICES}: a publication ends wherever the archive ends. */
  record MidSliceCuts(SegmentSource source, MasterDataset archive) implements SegmentSource {
    @Override
    public OffsetVector available(Coverage coverage, Lane lane) throws StoreFailure {
      TreeMap<Partition, Long> ends = new TreeMap<>(source.available(coverage, lane).asMap());
      for (Partition partition : List.copyOf(ends.keySet())) {
        long origin = coverage.origin().at(partition);
        ends.merge(partition, ManifestChain.endFrom(archive, partition, origin), Math::max);
      }
      return OffsetVector.of(ends);
    }

    @Override
    public Segment fold(
        Coverage coverage, Lane lane, SegmentName name, OffsetVector from, OffsetVector to)
        throws StoreFailure {
      return source.fold(coverage, lane, name, from, to);
    }

    @Override
    public boolean reachesBackToOrigin() {
      return source.reachesBackToOrigin();
    }
  }

  /** Folds with another origin, which bounds how far the fold looks back for duplicates. */
  record RewrittenOrigin(BatchEngine engine, Rewrite rewrite) implements BatchEngine {

    /** The origin that the fold sees, given the true one and the start of the fold. */
    @FunctionalInterface
    interface Rewrite {
      OffsetVector apply(OffsetVector origin, OffsetVector from);
    }

    @Override
    public Segment fold(
        Definition definition,
        OffsetVector origin,
        SegmentName name,
        OffsetVector from,
        OffsetVector to)
        throws StoreFailure {
      return engine.fold(definition, rewrite.apply(origin, from), name, from, to);
    }

    @Override
    public Segment merge(Definition definition, SegmentName name, List<Segment> segments)
        throws StoreFailure {
      return engine.merge(definition, name, segments);
    }
  }
}
