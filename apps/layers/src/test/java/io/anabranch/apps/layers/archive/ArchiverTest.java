package io.anabranch.apps.layers.archive;

import static io.anabranch.ports.contract.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingEventLog;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ArchiverTest {

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset();
  private final Partition partition = new Partition(log.createTopic("snacks", 1), 0);

  @Test
  void continuesAfterRetentionDeletedTrailingHoles() throws StoreFailure {
    produce(4);
    log.advanceEnd(partition, 5);
    archiveAll(OffsetVector.ZERO);

    log.advanceStart(partition, 5);
    produce(1);
    archiveAll(OffsetVector.ZERO);

    assertThat(archived())
        .containsExactly(new OffsetRange(0, 4), new OffsetRange(4, 5), new OffsetRange(5, 6));
  }

  @Test
  void writesNothingWhileTheLogDoesNotGrow() throws StoreFailure {
    produce(4);
    log.advanceEnd(partition, 9);
    Archiver archiver = archiver(OffsetVector.ZERO);

    assertThat(archiver.step(partition)).isTrue();
    assertThat(archiver.step(partition)).as("all holes at once").isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(archiver.step(partition)).isFalse();
    }

    assertThat(archived()).containsExactly(new OffsetRange(0, 4), new OffsetRange(4, 9));
  }

  /**
   * Fails when a partition is archived until no more records arrive: another would wait forever.
   */
  @Test
  @Timeout(60)
  void partitionThatKeepsGrowingDoesNotDelayOthers() throws StoreFailure {
    Topic busy = log.createTopic("busy", 2);
    Partition growing = new Partition(busy, 0);
    Partition other = new Partition(busy, 1);
    InMemoryMasterDataset slow =
        new InMemoryMasterDataset(
            new Faults() {
              @Override
              public void before(PortCall call) throws StoreFailure {
                if (call.operation().equals("append")) {
                  log.append(growing, 0, Option.none(), Option.none());
                }
              }

              @Override
              public void after(PortCall call) {}
            });
    log.append(growing, 0, Option.none(), Option.none());
    log.append(other, 0, Option.none(), Option.none());

    new ArchiveLayer(List.of("busy"), log, new Archiver(log, slow, OffsetVector.ZERO, 100)).step();

    assertThat(slow.manifest(growing, 0).map(ManifestEntry::range))
        .containsExactly(new OffsetRange(0, 1));
    assertThat(slow.manifest(other, 0).map(ManifestEntry::range))
        .containsExactly(new OffsetRange(0, 1));
  }

  /**
   * Fails when the first failure ends the step: later partitions would wait until it is repaired.
   */
  @Test
  void failingPartitionDoesNotDelayOthers() throws StoreFailure {
    Topic topic = log.createTopic("half", 2);
    Partition failing = new Partition(topic, 0);
    Partition other = new Partition(topic, 1);
    InMemoryMasterDataset half =
        new InMemoryMasterDataset(
            new Faults() {
              @Override
              public void before(PortCall call) throws StoreFailure {
                if (call.operation().equals("append")
                    && call.subject().toString().contains(failing.toString())) {
                  throw new StoreFailure.Unavailable("no space left");
                }
              }

              @Override
              public void after(PortCall call) {}
            });
    log.append(failing, 0, Option.none(), Option.none());
    log.append(other, 0, Option.none(), Option.none());
    ArchiveLayer layer =
        new ArchiveLayer(List.of("half"), log, new Archiver(log, half, OffsetVector.ZERO, 100));

    assertThatThrownBy(layer::step)
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessage("no space left");

    assertThat(half.manifest(failing, 0)).isEmpty();
    assertThat(half.manifest(other, 0)).hasSize(1);
  }

  /** Fails when a restart reads the manifest from the origin onwards. */
  @Test
  void readsOnlyManifestEntriesThatTheLogStillReaches() throws StoreFailure {
    for (int i = 0; i < 3; i++) {
      produce(4);
      archiveAll(OffsetVector.ZERO);
    }
    log.advanceStart(partition, 9);
    archive.loseEntry(partition, 0);
    produce(1);

    archiveAll(OffsetVector.ZERO);

    assertThat(archived())
        .containsExactly(new OffsetRange(4, 8), new OffsetRange(8, 12), new OffsetRange(12, 13));
  }

  @Test
  void continuesAtTheArchivesEndBeforeTheOrigin() throws StoreFailure {
    produce(4);
    archiveAll(OffsetVector.ZERO);
    produce(4);
    OffsetVector origin = OffsetVector.of(partition, 6);

    archiveAll(origin);
    produce(1);
    archiveAll(origin);

    assertThat(archived())
        .containsExactly(new OffsetRange(0, 4), new OffsetRange(4, 8), new OffsetRange(8, 9));
  }

  @Test
  void startsAtTheOriginIfTheLogNoLongerHoldsTheArchivesEnd() throws StoreFailure {
    produce(4);
    archiveAll(OffsetVector.ZERO);
    produce(4);
    log.advanceStart(partition, 5);
    OffsetVector origin = OffsetVector.of(partition, 6);

    archiveAll(origin);
    produce(1);
    archiveAll(origin);

    assertThat(archived())
        .containsExactly(new OffsetRange(0, 4), new OffsetRange(6, 8), new OffsetRange(8, 9));
    assertThat(ManifestChain.endFrom(archive, partition, 6)).isEqualTo(9);
  }

  @Test
  void neverSkipsRecordsLostAfterTheOrigin() throws StoreFailure {
    produce(8);
    log.advanceStart(partition, 5);

    assertThatThrownBy(() -> archiveAll(OffsetVector.of(partition, 2)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("archived only to 2");
  }

  /**
   * Fails when an archiver that is overtaken twice reports records as lost that another has
   * archived.
   */
  @Test
  void continuesWhenOvertakenRepeatedlyByAnotherArchiverAndRetention() throws StoreFailure {
    produce(1);
    Archiver slow = new Archiver(new OvertakenLog(3), archive, OffsetVector.ZERO, 100);

    while (slow.step(partition)) {
      // One file per step.
    }

    assertThat(ManifestChain.endFrom(archive, partition, 0)).isEqualTo(4);
  }

  /**
   * Before each of some reads, another archiver archives all records and retention deletes them.
   */
  private final class OvertakenLog extends ForwardingEventLog {

    private int times;

    OvertakenLog(int times) {
      super(log);
      this.times = times;
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
        throws StoreFailure {
      if (times > 0) {
        times--;
        archiveAll(OffsetVector.ZERO);
        produce(1);
        log.advanceStart(partition, log.bounds(partition).to() - 1);
      }
      return super.read(partition, from, maxRecords);
    }
  }

  private void produce(int records) throws StoreFailure {
    for (int i = 0; i < records; i++) {
      log.append(partition, 0, Option.none(), Option.some(bytes("v")));
    }
  }

  private Archiver archiver(OffsetVector origin) {
    return new Archiver(log, archive, origin, 100);
  }

  /** Copies the entire log with a new archiver. */
  private void archiveAll(OffsetVector origin) throws StoreFailure {
    Archiver archiver = archiver(origin);
    while (archiver.step(partition)) {
      // One file per step.
    }
  }

  private List<OffsetRange> archived() throws StoreFailure {
    return archive.manifest(partition, 0).map(ManifestEntry::range).asJava();
  }
}
