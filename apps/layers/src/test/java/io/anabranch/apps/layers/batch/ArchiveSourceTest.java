package io.anabranch.apps.layers.batch;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.records;
import static io.anabranch.ports.contract.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.domain.coverage.Chain;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.ContractWorkload;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

final class ArchiveSourceTest {

  private static final OffsetVector CUT = OffsetVector.of(PARTITION, 8);
  private static final Coverage PUBLISHED_TO_8 = publishedTo8();

  private final InMemoryMasterDataset archive = new InMemoryMasterDataset();
  private final ContractWorkload workloads = new ContractWorkload();
  private final ArchiveSource source =
      new ArchiveSource(
          workloads,
          archive,
          new EmbeddedBatchEngine(
              workloads,
              archive,
              new InMemoryBatchViews(),
              new InMemoryRejectedEvents(),
              new WireStateCodec(),
              ForkJoinPool.commonPool(),
              1,
              1_000));

  private static Coverage publishedTo8() {
    Segment segment = new Segment(segment("a"), OffsetVector.ZERO, CUT, 1);
    return Coverage.opening(
            DefinitionSpec.of(ContractWorkload.NAME, new SliceBits(2)), OffsetVector.ZERO)
        .publishing(new DefinitionNumber(1), 0, Chain.startingAt(OffsetVector.ZERO).append(segment))
        .get();
  }

  /** Fails when a publication reads the manifest from the origin onwards. */
  @Test
  void checksTheManifestFromTheCutOnwards() throws StoreFailure {
    archiveFilesOfFour(12);
    archive.loseEntry(PARTITION, 0);

    assertThat(source.available(PUBLISHED_TO_8, PUBLISHED_TO_8.servingLane()))
        .isEqualTo(OffsetVector.of(PARTITION, 12));
  }

  @Test
  void gapAfterTheCutIsCorrupt() throws StoreFailure {
    archiveFilesOfFour(20);
    archive.loseEntry(PARTITION, 12);

    assertThatThrownBy(() -> source.available(PUBLISHED_TO_8, PUBLISHED_TO_8.servingLane()))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("gap");
  }

  /** Fails when a full recompute trusts the checks of earlier publications. */
  @Test
  void foldFromTheOriginChecksTheWholeChainAgain() throws StoreFailure {
    archiveFilesOfFour(12);
    archive.append(records(PARTITION, 2, 4));

    assertThatThrownBy(
            () ->
                source.fold(
                    PUBLISHED_TO_8,
                    PUBLISHED_TO_8.servingLane(),
                    segment("b"),
                    OffsetVector.ZERO,
                    OffsetVector.of(PARTITION, 12)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("overlap");
  }

  private void archiveFilesOfFour(long to) throws StoreFailure {
    for (long from = 0; from < to; from += 4) {
      archive.append(records(PARTITION, from, from + 4));
    }
  }
}
