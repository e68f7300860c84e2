package io.anabranch.adapters.hdfs;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive after writers were killed, paused or overtaken by another writer. */
final class ArchiveWritersIT {

  private static final int SWEEP_STEPS = 4;
  private static final String FIRST = "0000000000000000000";

  private HdfsSettings settings;
  private HdfsFiles files;
  private HdfsMasterDataset dataset;

  @BeforeEach
  void startEmpty() {
    startEmptyIn(TestHdfs.freshDirectory());
  }

  private void startEmptyIn(HdfsSettings directory) {
    settings = directory;
    files = new HdfsFiles(settings);
    dataset = new HdfsMasterDataset(files);
  }

  private List<String> stepsOfAnAppend() throws Exception {
    SteppedFiles counted = new SteppedFiles(settings, (number, what) -> {});
    new HdfsMasterDataset(counted).append(records(partition("counted", 0), 0, 5));
    return counted.steps();
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  @Test
  void leftoversOfAWriterThatIsKilledBeforeAnyStepAreInvisibleAndSwept() throws Exception {
    int steps = stepsOfAnAppend().size();
    assertThat(steps).isGreaterThan(8);
    for (int step = 0; step < steps; step++) {
      startEmptyIn(TestHdfs.freshDirectory());
      SteppedFiles dying = SteppedFiles.dyingBefore(step, settings);

      assertThatThrownBy(() -> new HdfsMasterDataset(dying).append(records(PARTITION, 0, 5)))
          .isInstanceOf(SteppedFiles.Killed.class);

      String last = dying.steps().get(step);
      assertThat(dataset.manifest(PARTITION, 0)).as(last).isEmpty();
      assertThat(dataset.partitions(PARTITION.topic().name())).as(last).isEmpty();
      assertThat(dataset.read(PARTITION, 0, 10)).as(last).isEmpty();
      RecordBatch batch = records(PARTITION, 0, 3);
      ManifestEntry entry = dataset.append(batch).get();
      dataset.sweep(later());
      assertThat(contentOf(dataset.read(PARTITION, 0, 10).get()))
          .as(last)
          .isEqualTo(contentOf(batch));
      assertHoldsOnly(PARTITION, List.of(entry));
    }
  }

  @Test
  void sweepSparesRecentFiles() throws Exception {
    SteppedFiles dying = SteppedFiles.dyingBefore(stepsOfAnAppend().size() - 1, settings);
    assertThatThrownBy(() -> new HdfsMasterDataset(dying).append(records(PARTITION, 0, 5)))
        .isInstanceOf(SteppedFiles.Killed.class);

    assertThat(dataset.sweep(Instant.now().minus(Duration.ofHours(1)))).isZero();
    assertThat(dataset.sweep(later())).isEqualTo(1);
    assertThat(dataset.sweep(later())).isZero();
  }

  /**
   * A writer pauses before each of its steps in turn while a sweep runs, and continues before each
   * step of the sweep in turn. Whatever the outcome, no entry names a file that was deleted, and no
   * file without an entry remains.
   */
  @Test
  void sweepNeverDeletesAFileThatAnEntryNamesOrWillName() throws Exception {
    List<String> writerSteps = stepsOfAnAppend();
    int overtaken = 0;
    for (int writerStep = 0; writerStep < writerSteps.size(); writerStep++) {
      if (writerSteps.get(writerStep).startsWith("make")) {
        continue; // a sweep ignores directories
      }
      for (int sweepStep = 0; sweepStep <= SWEEP_STEPS; sweepStep++) {
        startEmptyIn(TestHdfs.freshDirectory());
        RecordBatch batch = records(PARTITION, 0, 5);
        CountDownLatch isThere = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        int still = writerStep;
        SteppedFiles slow =
            new SteppedFiles(
                settings,
                (number, what) -> {
                  if (number == still) {
                    isThere.countDown();
                    uninterruptibly(mayGoOn);
                  }
                });
        CompletableFuture<Boolean> writer =
            CompletableFuture.supplyAsync(() -> isAppended(new HdfsMasterDataset(slow), batch));
        uninterruptibly(isThere);
        int at = sweepStep;
        SteppedFiles swept =
            new SteppedFiles(
                settings,
                (number, what) -> {
                  if (number == at) {
                    mayGoOn.countDown();
                    writer.join();
                  }
                });

        new HdfsMasterDataset(swept).sweep(later());
        mayGoOn.countDown();

        String what = "writer before " + slow.steps().get(still) + ", sweep " + swept.steps();
        boolean isAppended = writer.join();
        overtaken += isAppended ? 0 : 1;
        assertThat(dataset.manifest(PARTITION, 0)).as(what).hasSize(isAppended ? 1 : 0);
        ManifestEntry entry = dataset.append(batch).fold(e -> e, e -> e);
        assertThat(contentOf(new HdfsMasterDataset(settings).read(PARTITION, 0, 10).get()))
            .as(what)
            .isEqualTo(contentOf(batch));
        dataset.sweep(later());
        assertHoldsOnly(PARTITION, List.of(entry));
      }
    }
    assertThat(overtaken).as("writers that a sweep overtook").isPositive();
  }

  private static boolean isAppended(HdfsMasterDataset dataset, RecordBatch batch) {
    try {
      return dataset.append(batch).isRight();
    } catch (StoreFailure.Unavailable overtaken) {
      return false;
    } catch (StoreFailure e) {
      throw new IllegalStateException(e);
    }
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void secondWriterAtAPositionGetsTheExistingEntryAndLeavesNoFile() throws Exception {
    List<Either<ManifestEntry, ManifestEntry>> first = new ArrayList<>();
    SteppedFiles overtaken =
        new SteppedFiles(
            settings,
            (number, what) -> {
              if (what.endsWith(FIRST) && what.startsWith("rename")) {
                try {
                  first.add(dataset.append(records(PARTITION, 0, 3)));
                } catch (StoreFailure e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    Either<ManifestEntry, ManifestEntry> second =
        new HdfsMasterDataset(overtaken).append(records(PARTITION, 0, 5));

    assertThat(first).hasSize(1);
    assertThat(first.get(0).isRight()).isTrue();
    assertThat(second).isEqualTo(Either.left(first.get(0).get()));
    assertThat(dataset.read(PARTITION, 0, 10).get().size()).isEqualTo(3);
    assertHoldsOnly(PARTITION, List.of(first.get(0).get()));
  }

  /** Asserts that nothing is pending, and that the data files are those that entries name. */
  private void assertHoldsOnly(Partition partition, List<ManifestEntry> entries) throws Exception {
    String topic = SafeNames.of(partition.topic().name());
    assertThat(files.names(PendingFile.directoryOfPending(topic))).isEmpty();
    assertThat(dataFiles(topic)).isEqualTo(entries.stream().map(ManifestEntry::file).toList());
  }

  private List<String> dataFiles(String directory) throws Exception {
    List<String> found = new ArrayList<>();
    for (String name : files.names(directory)) {
      String inside = directory + "/" + name;
      if (name.startsWith("year=")
          || name.startsWith("month=")
          || name.startsWith("day=")
          || name.startsWith("hour=")) {
        found.addAll(dataFiles(inside));
      } else if (name.endsWith(".parquet")) {
        found.add(inside);
      }
    }
    return found;
  }
}
