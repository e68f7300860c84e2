package io.anabranch.adapters.hdfs;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.records;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.apps.local.LocalServer;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of a file system that is killed, paused and restarted. */
final class OutageIT {

  private static final int RECORDS = 40_000;
  private static final List<SegmentRow> ROWS = List.of(segmentRow(HOURLY, key("m1", "pear", 0)));

  private LocalServer server;
  private HdfsSettings settings;

  @BeforeEach
  void startEmpty() {
    server = TestHdfs.server();
    settings = TestHdfs.freshDirectory();
  }

  @AfterEach
  void leaveItRunning() {
    if (!server.isAlive()) {
      server.restart();
    }
  }

  @Test
  void acknowledgedDataSurvivesAKillOfTheServers() throws Exception {
    HdfsMasterDataset dataset = new HdfsMasterDataset(settings);
    ParquetBatchViews views = views(settings);
    views.write(segment("a1"), cursorOf(ROWS));
    Partition large = partition("long", 0);
    dataset.append(incompressible(large));
    HdfsMasterDataset reader = new HdfsMasterDataset(settings);
    long position = reader.read(large, 0, 1_000).get().next();
    List<ManifestEntry> acknowledged = new ArrayList<>();
    CountDownLatch some = new CountDownLatch(10);
    CompletableFuture<StoreFailure> archiver =
        CompletableFuture.supplyAsync(
            () -> {
              for (long from = 0; ; from += 7) {
                try {
                  acknowledged.add(dataset.append(records(PARTITION, from, from + 7)).get());
                  some.countDown();
                } catch (StoreFailure e) {
                  return e;
                }
              }
            });
    some.await();

    server.kill();

    assertThat(archiver.get()).isNotInstanceOf(StoreFailure.Corrupt.class);
    assertThatThrownBy(() -> new HdfsMasterDataset(settings).manifest(PARTITION, 0))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("127.0.0.1:" + server.address().getPort())
        .hasMessageContaining("start HDFS there");
    assertThatThrownBy(() -> dataset.append(records(PARTITION, 1, 2)))
        .isInstanceOf(StoreFailure.Unavailable.class);
    assertThatThrownBy(() -> drain(views.read(segment("a1"), HOURLY, Selection.ALL)))
        .isInstanceOf(StoreFailure.Unavailable.class);
    assertThatThrownBy(() -> views.write(segment("a2"), cursorOf(ROWS)))
        .isInstanceOf(StoreFailure.Unavailable.class);
    long unread = readToTheEnd(reader, large, position);
    assertThat(unread).as("the first position that was not in memory").isBetween(1L, RECORDS - 1L);

    server.restart();

    assertThat(readToTheEnd(reader, large, unread)).isEqualTo(RECORDS);
    for (HdfsMasterDataset any : List.of(dataset, new HdfsMasterDataset(settings))) {
      assertThat(any.manifest(PARTITION, 0)).containsAll(acknowledged);
      for (ManifestEntry entry : acknowledged) {
        long from = entry.range().from();
        assertThat(contentOf(any.read(PARTITION, from, 100).get()))
            .isEqualTo(contentOf(records(PARTITION, from, entry.range().to())));
      }
    }
    long next = dataset.manifest(PARTITION, Long.MAX_VALUE).head().range().to();
    dataset.append(records(PARTITION, next, next + 7));
    long end = 0;
    for (ManifestEntry entry : dataset.manifest(PARTITION, 0)) {
      assertThat(entry.range().from()).isEqualTo(end);
      end = entry.range().to();
    }
    assertThat(end).isEqualTo(next + 7);
    assertThat(drain(views.read(segment("a1"), HOURLY, Selection.ALL))).isEqualTo(ROWS);
    views.write(segment("a3"), cursorOf(ROWS));
    assertThat(views.segments(FIRST)).contains(segment("a1"), segment("a3"));
  }

  private static RecordBatch incompressible(Partition partition) {
    SplittableRandom random = new SplittableRandom(7);
    RecordBatch.Builder batch = RecordBatch.builder(partition, 0);
    for (int i = 0; i < RECORDS; i++) {
      byte[] value = new byte[500];
      random.nextBytes(value);
      batch.add(i, i, Option.none(), Option.some(value));
    }
    return batch.build(RECORDS);
  }

  /** Reads on from a position. Returns the end of the file, or where the server is unavailable. */
  private static long readToTheEnd(HdfsMasterDataset reader, Partition partition, long from)
      throws StoreFailure {
    long position = from;
    try {
      while (position < RECORDS) {
        RecordBatch batch = reader.read(partition, position, 1_000).get();
        assertThat(batch.from()).isEqualTo(position);
        assertThat(batch.offset(0)).isEqualTo(position);
        position = batch.next();
      }
    } catch (StoreFailure.Unavailable down) {
      return position;
    }
    return position;
  }

  /** The servers are paused before the rename of the entry, so that its outcome is unknown. */
  @Test
  void entryWithUnknownOutcomeExistsOnceAndIsFoundByAppendingAgain() throws Exception {
    HdfsSettings hasty = settings.waiting(Duration.ofSeconds(2), Duration.ofMillis(1_500));
    SteppedFiles files =
        new SteppedFiles(
            hasty,
            (number, what) -> {
              if (what.startsWith("rename") && what.contains("/_manifest/")) {
                server.pause();
              }
            });
    try {
      assertThatThrownBy(() -> new HdfsMasterDataset(files).append(records(PARTITION, 0, 5)))
          .isInstanceOf(StoreFailure.OutcomeUnknown.class);
    } finally {
      server.resume();
    }

    HdfsMasterDataset dataset = new HdfsMasterDataset(settings);
    Either<ManifestEntry, ManifestEntry> again = dataset.append(records(PARTITION, 0, 3));

    ManifestEntry entry = again.fold(e -> e, e -> e);
    assertThat(dataset.manifest(PARTITION, 0)).containsExactly(entry);
    assertThat(dataset.read(PARTITION, 0, 10).get().range()).isEqualTo(entry.range());
  }

  @Test
  void absentNameNodeIsReportedWithItsAddressAndWhatToDo() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    HdfsSettings nowhere = HdfsSettings.at("hdfs://127.0.0.1:" + port + "/anabranch");

    assertThatThrownBy(() -> new HdfsMasterDataset(nowhere).append(records(PARTITION, 0, 5)))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("no name node answers at 127.0.0.1:" + port)
        .hasMessageContaining("start HDFS there, or correct the address")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> views(nowhere).segments(FIRST))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("no name node answers at 127.0.0.1:" + port);
  }

  private static ParquetBatchViews views(HdfsSettings settings) {
    return new ParquetBatchViews(settings, new WireKeyCodec(), List.of(HOURLY));
  }
}
