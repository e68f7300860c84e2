package io.anabranch.adapters.hdfs;

import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.ITEMS;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.contentOf;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.records;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged bytes are reported, never returned as records or rows. */
final class DamageTest {

  private HdfsSettings settings;
  private HdfsFiles files;

  @BeforeEach
  void startEmpty(@TempDir Path directory) {
    settings = HdfsSettings.at(directory.toUri().toString());
    files = new HdfsFiles(settings);
  }

  @Test
  void noChangedByteOfAFileOfRecordsGoesUnnoticed() throws Exception {
    ManifestEntry entry = dataset().append(records(PARTITION, 0, 5)).get();
    byte[] whole = files.read(entry.file());
    List<String> written = contentOf(records(PARTITION, 0, 5));
    int noticed = 0;
    for (int at = 0; at < whole.length; at += 7) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x20;
      replace(entry.file(), damaged);
      try {
        // A damaged byte in unused statistics may go unnoticed.
        assertThat(contentOf(dataset().read(PARTITION, 0, 10).get())).isEqualTo(written);
      } catch (StoreFailure.Corrupt e) {
        assertThat(e).hasMessageContaining(entry.file());
        noticed++;
      }
    }
    assertThat(noticed).isGreaterThan(whole.length / 7 / 3);
  }

  @Test
  void fileThatIsCutShortIsCorrupt() throws Exception {
    ManifestEntry entry = dataset().append(records(PARTITION, 0, 500)).get();
    byte[] whole = files.read(entry.file());
    for (int length : new int[] {0, 3, whole.length / 2, whole.length - 1}) {
      replace(entry.file(), Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> dataset().read(PARTITION, 100, 10))
          .as("%d bytes", length)
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining(entry.file());
    }
  }

  @Test
  void damagedRowGroupIsCorruptAndTheOthersAreUnchanged() throws Exception {
    RecordBatch.Builder large = RecordBatch.builder(PARTITION, 0);
    for (int i = 0; i < 100_000; i++) {
      large.add(
          i,
          i,
          Option.none(),
          Option.some(Integer.toString(i * 31).getBytes(StandardCharsets.UTF_8)));
    }
    RecordBatch batch = large.build(100_000);
    ManifestEntry entry = dataset().append(batch).get();
    byte[] damaged = files.read(entry.file());
    damaged[1000] ^= 1;
    replace(entry.file(), damaged);

    assertThatThrownBy(() -> dataset().read(PARTITION, 0, 10))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining(entry.file());
    RecordBatch last = dataset().read(PARTITION, 99_990, 100).get();
    assertThat(last.range()).isEqualTo(batch.within(99_990, 100_000).range());
    assertThat(last.value(0).get()).isEqualTo(batch.value(99_990).get());
  }

  @Test
  void damagedEntryIsCorruptAndNamed() throws Exception {
    dataset().append(records(PARTITION, 0, 5));
    String name = Manifest.nameOf(PARTITION, 0);
    byte[] whole = files.read(name);
    for (int length = 0; length < whole.length; length += 20) {
      replace(name, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> dataset().manifest(PARTITION, 0))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void fileOfASegmentThatIsLostOrDamagedIsCorruptNotEmpty() throws Exception {
    List<SegmentRow> rows = new ArrayList<>();
    for (int i = 10; i < 99; i++) {
      rows.add(segmentRow(HOURLY, key("m" + i, "pear", 0)));
    }
    views().write(segment("a1"), cursorOf(rows));
    String file = "d1/e0-a1/hourly/rows.parquet";
    byte[] whole = files.read(file);

    byte[] damaged = whole.clone();
    damaged[60] ^= 1;
    replace(file, damaged);
    assertCorrupt(HOURLY, file);
    replace(file, Arrays.copyOf(whole, whole.length / 2));
    assertCorrupt(HOURLY, file);
    files.delete(file);
    assertCorrupt(HOURLY, file);
    assertThat(drain(views().read(segment("a1"), ITEMS, Selection.ALL))).isEmpty();
    files.delete("d1/e0-a1/_segment");
    assertCorrupt(ITEMS, "a1");
  }

  private void assertCorrupt(View<?> view, String named) {
    assertThatThrownBy(() -> drain(views().read(segment("a1"), view, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining(named);
  }

  private void replace(String file, byte[] content) throws Exception {
    files.delete(file);
    files.write(file, content);
  }

  private HdfsMasterDataset dataset() {
    return new HdfsMasterDataset(settings);
  }

  private ParquetBatchViews views() {
    return new ParquetBatchViews(settings, new WireKeyCodec(), List.of(HOURLY, ITEMS));
  }
}
