package io.anabranch.ports.inmemory;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.MasterDatasetContract;
import org.junit.jupiter.api.Test;

final class InMemoryMasterDatasetTest extends MasterDatasetContract {

  private final InMemoryMasterDataset dataset = new InMemoryMasterDataset();

  @Override
  protected MasterDataset dataset() {
    return dataset;
  }

  @Override
  protected void loseFile(Partition partition, long from) {
    dataset.loseFile(partition, from);
  }

  @Override
  protected void damageFile(Partition partition, long from) {
    dataset.corruptFile(partition, from);
  }

  @Test
  void lostEntryIsAGap() throws Exception {
    dataset.append(records(PARTITION, 0, 5));
    dataset.append(records(PARTITION, 5, 9));

    dataset.loseEntry(PARTITION, 0);

    assertThat(dataset.manifest(PARTITION, 0)).hasSize(1);
    assertThat(dataset.read(PARTITION, 4, 10)).isEmpty();
  }

  @Test
  void filesThatAreLostOrChangedAfterTheyWereReadAreCorrupt() throws Exception {
    dataset.append(records(PARTITION, 0, 5));
    dataset.append(records(PARTITION, 5, 9));
    assertThat(dataset.read(PARTITION, 0, 10)).isNotEmpty();

    dataset.corruptFile(PARTITION, 0);
    dataset.loseFile(PARTITION, 5);

    assertThat(dataset.manifest(PARTITION, 0)).hasSize(2);
    assertThatThrownBy(() -> dataset.read(PARTITION, 0, 10))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("does not contain");
    assertThatThrownBy(() -> dataset.read(PARTITION, 5, 10))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("missing");
  }

  @Test
  void namesFilesByTheHourOfTheirFirstRecord() throws Exception {
    assertThat(new InMemoryMasterDataset().append(records(PARTITION, 0, 5)).get().file())
        .startsWith("snacks/year=2023/month=11/day=14/hour=22/");
  }

  @Test
  void refusesAFileOfNoPositions() {
    assertThatThrownBy(() -> new InMemoryMasterDataset().append(RecordBatch.empty(PARTITION, 3, 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
