package io.anabranch.ports.contract;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.ofRecreatedTopic;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.records;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.Checksums;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of archives of the log. */
public abstract class MasterDatasetContract {

  private MasterDataset dataset;

  /** An empty archive. Called once per test. */
  protected abstract MasterDataset dataset() throws Exception;

  /** Deletes the file of the entry that starts at a position, but not the entry. */
  protected abstract void loseFile(Partition partition, long from) throws Exception;

  /** Changes a record in the file of the entry that starts at a position. */
  protected abstract void damageFile(Partition partition, long from) throws Exception;

  @BeforeEach
  final void startEmpty() throws Exception {
    dataset = dataset();
  }

  @Test
  public final void tellsAndReadsWhatWasAppended() throws Exception {
    RecordBatch batch = records(PARTITION, 3, 9);

    ManifestEntry entry = dataset.append(batch).get();

    assertThat(entry.partition()).isEqualTo(PARTITION);
    assertThat(entry.range()).isEqualTo(new OffsetRange(3, 9));
    assertThat(entry.records()).isEqualTo(6);
    assertThat(entry.checksum()).isEqualTo(Checksums.of(batch));
    assertThat(entry.file()).isNotEmpty();
    assertThat(dataset.manifest(PARTITION, 0)).containsExactly(entry);
    RecordBatch read = dataset.read(PARTITION, 3, 100).get();
    assertThat(read.range()).isEqualTo(new OffsetRange(3, 9));
    assertThat(contentOf(read)).isEqualTo(contentOf(batch));
  }

  @Test
  public final void readsFromAnyPositionAtMostSoManyToTheEndOfTheFile() throws Exception {
    dataset.append(records(PARTITION, 0, 10));
    dataset.append(records(PARTITION, 10, 20));

    RecordBatch some = dataset.read(PARTITION, 4, 3).get();
    assertThat(some.range()).isEqualTo(new OffsetRange(4, 7));
    assertThat(contentOf(some)).isEqualTo(contentOf(records(PARTITION, 4, 7)));
    RecordBatch rest = dataset.read(PARTITION, 9, 100).get();
    assertThat(rest.range()).isEqualTo(new OffsetRange(9, 10));
    assertThat(dataset.read(PARTITION, 10, 100).get().size()).isEqualTo(10);
  }

  @Test
  public final void readsNothingWhereNoEntryHoldsThePosition() throws Exception {
    dataset.append(records(PARTITION, 2, 4));
    dataset.append(records(PARTITION, 6, 8));

    for (long position : new long[] {0, 1, 4, 5, 8, 1000}) {
      assertThat(dataset.read(PARTITION, position, 10)).as("%d", position).isEmpty();
    }
    assertThat(dataset.read(partition("never", 0), 0, 10)).isEmpty();
    assertThat(dataset.manifest(partition("never", 0), 0)).isEmpty();
    assertThat(dataset.beginning(partition("never", 0))).isEmpty();
  }

  @Test
  public final void manifestIsInTheOrderOfOffsetsAndTellsGapsAndOverlapsAsTheyAre()
      throws Exception {
    dataset.append(records(PARTITION, 100, 110));
    dataset.append(records(PARTITION, 0, 20));
    dataset.append(records(PARTITION, 9, 12));

    assertThat(dataset.manifest(PARTITION, 0))
        .extracting(ManifestEntry::range)
        .containsExactly(new OffsetRange(0, 20), new OffsetRange(9, 12), new OffsetRange(100, 110));
    assertThat(dataset.beginning(PARTITION)).containsExactly(0L);
    assertThat(dataset.read(PARTITION, 15, 100).get().offset(0)).isEqualTo(15);
  }

  @Test
  public final void manifestFromAPositionBeginsWithTheLastEntryThatStartsAtOrBeforeIt()
      throws Exception {
    ManifestEntry first = dataset.append(records(PARTITION, 2, 5)).get();
    ManifestEntry second = dataset.append(records(PARTITION, 5, 9)).get();
    ManifestEntry third = dataset.append(records(PARTITION, 20, 30)).get();

    assertThat(dataset.beginning(PARTITION)).containsExactly(2L);
    for (long position : new long[] {0, 1, 2, 4}) {
      assertThat(dataset.manifest(PARTITION, position))
          .as("%d", position)
          .containsExactly(first, second, third);
    }
    for (long position : new long[] {5, 8, 9, 19}) {
      assertThat(dataset.manifest(PARTITION, position))
          .as("%d", position)
          .containsExactly(second, third);
    }
    for (long position : new long[] {20, 29, 30, Long.MAX_VALUE}) {
      assertThat(dataset.manifest(PARTITION, position)).as("%d", position).containsExactly(third);
    }
  }

  @Test
  public final void secondAppendFromAPositionReturnsTheFirstEntry() throws Exception {
    ManifestEntry first = dataset.append(records(PARTITION, 0, 5)).get();

    Either<ManifestEntry, ManifestEntry> second = dataset.append(records(PARTITION, 0, 9));

    assertThat(second).isEqualTo(Either.left(first));
    assertThat(dataset.manifest(PARTITION, 0)).containsExactly(first);
    assertThat(dataset.read(PARTITION, 0, 100).get().size()).isEqualTo(5);
    assertThat(dataset.read(PARTITION, 5, 100)).isEmpty();
  }

  @Test
  public final void oneOfTwoArchiversAtAPositionWinsAndTheOtherGetsItsEntry() throws Exception {
    for (int round = 0; round < 20; round++) {
      long from = round * 100L;
      List<Callable<Either<ManifestEntry, ManifestEntry>>> archivers = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        RecordBatch batch = records(PARTITION, from, from + i);
        archivers.add(() -> dataset.append(batch));
      }

      List<Either<ManifestEntry, ManifestEntry>> results = together(archivers);

      assertThat(results.stream().filter(Either::isRight)).hasSize(1);
      ManifestEntry winner =
          results.stream().filter(Either::isRight).map(Either::get).findFirst().orElseThrow();
      assertThat(results).allMatch(e -> e.isRight() || e.getLeft().equals(winner));
      RecordBatch read = dataset.read(PARTITION, from, 100).get();
      assertThat(read.range()).isEqualTo(winner.range());
      assertThat(Checksums.of(read)).isEqualTo(winner.checksum());
    }
  }

  @Test
  public final void keepsTopicIdsAndPartitionsApart() throws Exception {
    List<Partition> partitions =
        List.of(PARTITION, partition("snacks", 1), ofRecreatedTopic(PARTITION));
    for (int i = 0; i < partitions.size(); i++) {
      assertThat(dataset.append(records(partitions.get(i), 0, i + 1)).isRight()).isTrue();
    }

    for (int i = 0; i < partitions.size(); i++) {
      RecordBatch read = dataset.read(partitions.get(i), 0, 100).get();
      assertThat(read.partition()).isEqualTo(partitions.get(i));
      assertThat(read.size()).isEqualTo(i + 1);
    }
  }

  @Test
  public final void tellsThePartitionsOfATopicsNameWhicheverItsId() throws Exception {
    Partition second = partition("snacks", 1);
    Partition recreated = ofRecreatedTopic(PARTITION);
    for (Partition partition : List.of(second, recreated, PARTITION, partition("sweets", 0))) {
      dataset.append(records(partition, 0, 3));
      dataset.append(records(partition, 3, 5));
    }

    assertThat(dataset.partitions("snacks"))
        .containsExactlyElementsOf(new TreeSet<>(List.of(PARTITION, second, recreated)));
    assertThat(dataset.partitions("sweets")).containsExactly(partition("sweets", 0));
    assertThat(dataset.partitions("snack")).isEmpty();
  }

  @Test
  public final void absentFileIsCorruptNotEmpty() throws Exception {
    dataset.append(records(PARTITION, 0, 5));
    ManifestEntry lost = dataset.append(records(PARTITION, 5, 9)).get();

    loseFile(PARTITION, 5);

    assertCorrupt(lost);
    assertThat(dataset.read(PARTITION, 4, 10).get().size()).isEqualTo(1);
  }

  @Test
  public final void fileThatDoesNotFitItsEntryIsCorrupt() throws Exception {
    ManifestEntry damaged = dataset.append(records(PARTITION, 0, 5)).get();
    dataset.append(records(PARTITION, 5, 9));

    damageFile(PARTITION, 0);

    assertCorrupt(damaged);
    assertThat(dataset.read(PARTITION, 5, 10).get().size()).isEqualTo(4);
  }

  /** No part of the file is returned, and the manifest still lists it. */
  private void assertCorrupt(ManifestEntry entry) throws Exception {
    for (long at = entry.range().from(); at < entry.range().to(); at++) {
      long position = at;
      assertThatThrownBy(() -> dataset.read(PARTITION, position, 1))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining(entry.file());
    }
    assertThat(dataset.manifest(PARTITION, 0)).contains(entry);
  }

  @Test
  public final void keepsRecordsUntouched() throws Exception {
    RecordBatch.Builder batch = RecordBatch.builder(PARTITION, 5);
    byte[] any = new byte[256];
    for (int i = 0; i < any.length; i++) {
      any[i] = (byte) i;
    }
    byte[] none = new byte[0];
    batch.add(7, 0, Option.none(), Option.none());
    batch.add(8, -1, Option.some(none), Option.some(none));
    batch.add(20, 253_402_300_800_000L, Option.some(any), Option.some(new byte[100_000]));
    batch.add(21, 1, Option.some(any), Option.none());
    RecordBatch written = batch.build(30);

    ManifestEntry entry = dataset.append(written).get();

    RecordBatch read = dataset.read(PARTITION, 5, 100).get();
    assertThat(contentOf(read)).isEqualTo(contentOf(written));
    assertThat(read.range()).isEqualTo(new OffsetRange(5, 30));
    assertThat(entry.records()).isEqualTo(4);
    RecordBatch hole = dataset.read(PARTITION, 9, 1).get();
    assertThat(hole.range()).isEqualTo(new OffsetRange(9, 21));
    assertThat(dataset.read(PARTITION, 25, 10).get().range()).isEqualTo(new OffsetRange(25, 30));
  }

  @Test
  public final void keepsARangeOfHolesAlone() throws Exception {
    ManifestEntry entry = dataset.append(RecordBatch.empty(PARTITION, 4, 9)).get();

    assertThat(entry.range()).isEqualTo(new OffsetRange(4, 9));
    assertThat(entry.records()).isZero();
    RecordBatch read = dataset.read(PARTITION, 5, 10).get();
    assertThat(read.range()).isEqualTo(new OffsetRange(5, 9));
    assertThat(read.size()).isZero();
  }
}
