package io.anabranch.adapters.hdfs;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOUR;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.ITEMS;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileContext;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How segments are written and deleted, and which parts of them are read. */
final class SegmentWritersIT {

  private static final SegmentName NAME = segment("a1");

  private HdfsSettings settings;
  private HdfsFiles files;

  @BeforeEach
  void startEmpty() {
    startEmptyIn(TestHdfs.freshDirectory());
  }

  private void startEmptyIn(HdfsSettings directory) {
    settings = directory;
    files = new HdfsFiles(settings);
  }

  private ParquetBatchViews views() {
    return views(files);
  }

  private static ParquetBatchViews views(HdfsFiles files) {
    return new ParquetBatchViews(files, new WireKeyCodec(), List.of(HOURLY, ITEMS));
  }

  private static List<SegmentRow> rows() {
    return List.of(
        segmentRow(ITEMS, key("m1", "apple", 0)), segmentRow(HOURLY, key("m1", "pear", HOUR)));
  }

  private int stepsOfAWrite() throws Exception {
    SteppedFiles counted = new SteppedFiles(settings, (number, what) -> {});
    views(counted).write(segment("counted"), cursorOf(rows()));
    return counted.steps().size();
  }

  @Test
  void segmentOfAWriterThatIsKilledBetweenAnyStepsIsNeverReadable() throws Exception {
    int steps = stepsOfAWrite();
    assertThat(steps).isGreaterThan(8);
    for (int step = 0; step < steps; step++) {
      startEmptyIn(TestHdfs.freshDirectory());
      SteppedFiles dying = SteppedFiles.dyingBefore(step, settings);

      assertThatThrownBy(() -> views(dying).write(NAME, cursorOf(rows())))
          .isInstanceOf(SteppedFiles.Killed.class);

      assertUnreadable(NAME);
      views().delete(NAME);
      assertThat(views().segments(FIRST)).isEmpty();
      assertThat(files.names("d1/_writing")).isEmpty();
      views().write(NAME, cursorOf(rows()));
      assertThat(drain(views().read(NAME, HOURLY, Selection.ALL))).hasSize(1);
    }
  }

  /** Otherwise a part of the segment would exist under its name, as if it were complete. */
  @Test
  void writerWhoseSegmentIsDeletedWhileItWritesCannotCompleteIt() throws Exception {
    int steps = stepsOfAWrite();
    int refused = 0;
    for (int step = 0; step < steps; step++) {
      startEmptyIn(TestHdfs.freshDirectory());
      int at = step;
      SteppedFiles slow =
          new SteppedFiles(
              settings,
              (number, what) -> {
                if (number == at) {
                  try {
                    views().delete(NAME);
                  } catch (StoreFailure e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      try {
        views(slow).write(NAME, cursorOf(rows()));
        for (SegmentRow row : rows()) {
          var view = row.view().equals(HOURLY.name()) ? HOURLY : ITEMS;
          assertThat(drain(views().read(NAME, view, Selection.ALL))).containsExactly(row);
        }
      } catch (StoreFailure.Unavailable expected) {
        refused++;
        assertUnreadable(NAME);
      }
    }
    assertThat(refused).isGreaterThan(steps / 2);
  }

  @Test
  void deletedSegmentIsCorruptForReadersThatHaveItCached() throws Exception {
    ParquetBatchViews reader = views();
    reader.write(NAME, cursorOf(rows().subList(0, 1)));
    assertThat(drain(reader.read(NAME, ITEMS, Selection.ALL))).hasSize(1);
    assertThat(drain(reader.read(NAME, HOURLY, Selection.ALL))).isEmpty();

    views().delete(NAME);

    assertThatThrownBy(() -> drain(reader.read(NAME, ITEMS, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
    assertThatThrownBy(() -> drain(reader.read(NAME, HOURLY, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }

  @Test
  void readsOnlyTheRowGroupsThatMayMatchASelection() throws Exception {
    List<SegmentRow> rows = new ArrayList<>();
    for (int i = 100_000; i < 200_000; i++) {
      rows.add(segmentRow(HOURLY, key("m" + i, "pear", i * HOUR)));
    }
    views().write(NAME, cursorOf(rows));
    ParquetBatchViews reader = views();
    assertThat(drain(reader.read(NAME, HOURLY, Selection.ALL))).isEqualTo(rows);
    long length = files.length("d1/e0-a1/hourly/rows.parquet");
    long before = FileContext.getStatistics(settings.root()).getBytesRead();

    try (Cursor<SegmentRow> found =
        reader.read(NAME, HOURLY, Selection.of(Map.of("machine", Utf8.of("m155555"))))) {
      assertThat(found.next().get()).isEqualTo(rows.get(55_555));
      assertThat(found.next()).isEmpty();
    }

    assertThat(FileContext.getStatistics(settings.root()).getBytesRead() - before)
        .isBetween(1L, length / 5);
  }

  @Test
  void keysAreReadableColumns() throws Exception {
    views().write(NAME, cursorOf(List.of(segmentRow(HOURLY, key("m1", "mañana", HOUR)))));
    String file = "d1/e0-a1/hourly/rows.parquet";

    MessageType schema;
    try (ColumnReading any = ColumnReading.open(files, file, SegmentWriter.READ)) {
      schema = any.metadata().getFileMetaData().getSchema();
    }

    assertThat(schema.toString())
        .contains(
            "required binary machine (STRING)",
            "required binary item (STRING)",
            "required int64 bucket_start");
    try (ColumnReading reading = ColumnReading.open(files, file, schema)) {
      ColumnReader[] columns = reading.group(0);
      assertThat(columns[2].getBinary().toStringUsingUTF8()).isEqualTo("m1");
      assertThat(columns[3].getBinary().toStringUsingUTF8()).isEqualTo("mañana");
      assertThat(columns[4].getLong()).isEqualTo(HOUR);
    }
  }

  private void assertUnreadable(SegmentName name) {
    assertThatThrownBy(() -> drain(views().read(name, HOURLY, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }
}
