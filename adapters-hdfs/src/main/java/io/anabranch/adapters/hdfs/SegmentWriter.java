package io.anabranch.adapters.hdfs;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Writes the rows of a segment as they are supplied, those of each view to a file. */
final class SegmentWriter {

  /** The columns that are read back. The others show the same to people. */
  static final MessageType READ =
      new MessageType("row", List.of(bytes("anabranch_key"), bytes("anabranch_state")));

  private static final int KEY = 0;
  private static final int STATE = 1;
  private static final int FIRST_DIMENSION = 2;
  private static final String BUCKET_START = "bucket_start";

  /** A read of one key reads a row group, so it is small enough for a few milliseconds. */
  private static final int MAX_GROUP_ROWS = 1 << 13;

  private static final long MAX_GROUP_BYTES = 1 << 22;

  private final HdfsFiles files;
  private final KeyCodec keys;
  private final Map<String, View<?>> views;
  private final SegmentName segment;
  private final String directory;
  private final Map<String, Long> written = new HashMap<>();

  SegmentWriter(
      HdfsFiles files,
      KeyCodec keys,
      Map<String, View<?>> views,
      SegmentName segment,
      String directory) {
    this.files = files;
    this.keys = keys;
    this.views = views;
    this.segment = segment;
    this.directory = directory;
  }

  private static Type bytes(String name) {
    return Types.required(BINARY).named(name);
  }

  private static MessageType schemaOf(Option<View<?>> view) {
    List<Type> columns = new ArrayList<>(READ.getFields());
    for (View<?> known : view) {
      for (String dimension : known.dimensions()) {
        columns.add(Types.required(BINARY).as(LogicalTypeAnnotation.stringType()).named(dimension));
      }
      if (known.bucket() != Bucket.ALWAYS && !known.dimensions().contains(BUCKET_START)) {
        columns.add(Types.required(INT64).named(BUCKET_START));
      }
    }
    return new MessageType("row", columns);
  }

  SegmentContent write(Cursor<SegmentRow> rows) throws StoreFailure, IOException {
    Option<SegmentRow> next = rows.next();
    while (next.isDefined()) {
      next = writeView(next.get(), rows);
    }
    return new SegmentContent(segment, written);
  }

  /** Writes the rows of the view of a first row. Returns the first row of the next view. */
  private Option<SegmentRow> writeView(SegmentRow first, Cursor<SegmentRow> rows)
      throws StoreFailure, IOException {
    String name = first.view();
    String safe = SafeNames.of(name);
    if (written.containsKey(safe)) {
      throw new IllegalArgumentException(
          "segment " + segment + ": the rows of view " + name + " are not contiguous");
    }
    files.makeDirectory(directory + "/" + safe);
    Option<View<?>> view = Option.of(views.get(name));
    MessageType schema = schemaOf(view);
    String file = directory + "/" + SegmentContent.fileOf(name);
    long count = 0;
    Option<SegmentRow> next = Option.some(first);
    try (ColumnFile out = new ColumnFile(files, file, schema, Set.of("anabranch_key"))) {
      ColumnFile.Group group = out.startGroup();
      long groupBytes = 0;
      RowKey before = first.key();
      while (next.exists(row -> row.view().equals(name))) {
        SegmentRow row = next.get();
        if (count > 0 && row.key().compareTo(before) <= 0) {
          throw new IllegalArgumentException(
              "segment " + segment + ", view " + name + ": key " + row.key() + " is out of order");
        }
        if (group.records() == MAX_GROUP_ROWS || groupBytes > MAX_GROUP_BYTES) {
          group.end();
          group = out.startGroup();
          groupBytes = 0;
        }
        groupBytes += add(group, schema, view, row);
        before = row.key();
        count++;
        next = rows.next();
      }
      group.end();
      out.end();
    }
    written.put(safe, count);
    return next;
  }

  private int add(
      ColumnFile.Group group, MessageType schema, Option<View<?>> view, SegmentRow row) {
    byte[] key = keys.encode(row.key());
    byte[] state = row.state().toBytes();
    group.add(KEY, key, 0, key.length);
    group.add(STATE, state, 0, state.length);
    if (view.isDefined()) {
      List<Utf8> dimensions = row.key().dimensions();
      if (dimensions.size() != view.get().dimensions().size()) {
        throw new IllegalArgumentException(
            "a row of view "
                + row.view()
                + " has "
                + dimensions.size()
                + " dimensions, expected "
                + view.get().dimensions().size());
      }
      int column = FIRST_DIMENSION;
      for (Utf8 dimension : dimensions) {
        byte[] text = dimension.toString().getBytes(StandardCharsets.UTF_8);
        group.add(column++, text, 0, text.length);
      }
      if (column < schema.getFieldCount()) {
        group.add(column, row.key().bucketStart());
      }
    }
    group.endRecord();
    return key.length + state.length;
  }
}
