package io.anabranch.adapters.hdfs;

import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.KeyRange;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/** The rows of a view that match a selection. It skips row groups that contain none of them. */
final class SegmentCursor implements Cursor<SegmentRow> {

  private static final int KEY = 0;
  private static final int STATE = 1;

  private final ColumnReading reading;
  private final KeyCodec keys;
  private final View<?> view;
  private final Selection selection;
  private final byte[] first;
  private final byte[] last;
  private final Function<IOException, StoreFailure> failures;
  private ColumnReader[] columns = {};
  private long rowsLeft;
  private int nextGroup;
  private boolean isClosed;

  SegmentCursor(
      ColumnReading reading,
      KeyCodec keys,
      View<?> view,
      Selection selection,
      KeyRange range,
      Function<IOException, StoreFailure> failures) {
    this.reading = reading;
    this.keys = keys;
    this.view = view;
    this.selection = selection;
    this.first = keys.encode(range.first());
    this.last = keys.encode(range.last());
    this.failures = failures;
  }

  @Override
  public Option<SegmentRow> next() throws StoreFailure {
    if (isClosed) {
      throw new IllegalStateException("the cursor is closed");
    }
    try {
      return advance();
    } catch (IOException e) {
      throw failures.apply(e);
    }
  }

  private Option<SegmentRow> advance() throws StoreFailure, IOException {
    while (rowsLeft > 0 || openGroup()) {
      rowsLeft--;
      byte[] bytes = ColumnReading.bytes(columns[KEY]);
      if (Arrays.compareUnsigned(bytes, last) > 0) {
        rowsLeft = 0;
        nextGroup = reading.groups().size();
        return Option.none();
      }
      if (Arrays.compareUnsigned(bytes, first) >= 0) {
        RowKey row = keys.decode(bytes);
        if (selection.matches(view, row)) {
          StateBytes state = StateBytes.of(ColumnReading.bytes(columns[STATE]));
          return Option.some(new SegmentRow(view.name(), row, state));
        }
      }
      ColumnReading.skip(columns[STATE]);
    }
    return Option.none();
  }

  private boolean openGroup() throws IOException {
    while (nextGroup < reading.groups().size()) {
      int group = nextGroup++;
      BlockMetaData block = reading.groups().get(group);
      if (block.getRowCount() > 0 && mayContain(block)) {
        columns = reading.group(group);
        rowsLeft = block.getRowCount();
        return true;
      }
    }
    return false;
  }

  private boolean mayContain(BlockMetaData block) {
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (column.getPath().toDotString().equals(SegmentWriter.READ.getFieldName(KEY))) {
        Statistics<?> keysOfGroup = column.getStatistics();
        return !keysOfGroup.hasNonNullValue()
            || (Arrays.compareUnsigned(keysOfGroup.getMinBytes(), last) <= 0
                && Arrays.compareUnsigned(keysOfGroup.getMaxBytes(), first) >= 0);
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      reading.close();
    }
  }
}
