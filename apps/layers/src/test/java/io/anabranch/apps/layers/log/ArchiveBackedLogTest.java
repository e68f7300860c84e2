package io.anabranch.apps.layers.log;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchiveBackedLogTest {

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset();
  private final Partition partition = new Partition(log.createTopic("snacks", 1), 0);
  private final ArchiveBackedLog retained = new ArchiveBackedLog(log, archive);

  @Test
  void readsHolesThatRetentionDeletedFromTheArchive() throws StoreFailure {
    produce(4);
    log.advanceEnd(partition, 5);
    archiveAll();
    log.advanceStart(partition, 5);
    produce(1);

    assertThat(retained.read(partition, 4, 10).range()).isEqualTo(new OffsetRange(4, 5));
    assertThat(offsets(new OffsetRange(0, 6))).containsExactly(0L, 1L, 2L, 3L, 5L);
  }

  @Test
  void reportsRecordsThatWereLostBeforeTheyWereArchived() throws StoreFailure {
    produce(4);
    archiveAll();
    produce(2);
    log.advanceStart(partition, 5);

    assertThatThrownBy(() -> offsets(new OffsetRange(0, 6)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("offset 4 of " + partition);
  }

  private void produce(int records) throws StoreFailure {
    for (int i = 0; i < records; i++) {
      log.append(partition, 0, Option.none(), Option.some(bytes("v")));
    }
  }

  private void archiveAll() throws StoreFailure {
    Archiver archiver = new Archiver(log, archive, OffsetVector.ZERO, 100);
    while (archiver.step(partition)) {
      // One file per step.
    }
  }

  private List<Long> offsets(OffsetRange range) throws StoreFailure {
    List<Long> offsets = new ArrayList<>();
    retained.forEach(
        partition,
        range,
        (RecordBatch batch) -> {
          for (int i = 0; i < batch.size(); i++) {
            offsets.add(batch.offset(i));
          }
        });
    return offsets;
  }
}
