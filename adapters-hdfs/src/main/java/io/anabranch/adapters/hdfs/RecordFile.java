package io.anabranch.adapters.hdfs;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.Checksums;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** A file of raw records, in row groups that fit in memory. */
final class RecordFile implements AutoCloseable {

  static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT64)
          .named("offset")
          .required(INT64)
          .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
          .named("timestamp")
          .optional(BINARY)
          .named("key")
          .optional(BINARY)
          .named("value")
          .named("record");

  private static final int OFFSET = 0;
  private static final int TIMESTAMP = 1;
  private static final int KEY = 2;
  private static final int VALUE = 3;
  private static final int MAX_GROUP_RECORDS = 1 << 15;
  private static final int MAX_GROUP_BYTES = 1 << 22;

  private final StoredEntry entry;
  private final ColumnReading reading;
  private int currentGroup = -1;
  private RecordBatch records;

  private RecordFile(StoredEntry entry, ColumnReading reading) {
    this.entry = entry;
    this.reading = reading;
    this.records = RecordBatch.empty(entry.partition(), entry.from(), entry.from());
  }

  /** Writes records to a new file, which is on disk when this returns. Returns its row groups. */
  static List<RowGroup> write(HdfsFiles files, String name, RecordBatch batch) throws IOException {
    List<RowGroup> groups = new ArrayList<>();
    try (ColumnFile file = new ColumnFile(files, name, SCHEMA, Set.of("offset", "timestamp"))) {
      for (int first = 0; first < batch.size(); ) {
        int last = endOfGroup(batch, first);
        ColumnFile.Group group = file.startGroup();
        for (int i = first; i < last; i++) {
          add(group, batch, i);
        }
        group.end();
        RecordBatch part = part(batch, first, last);
        groups.add(new RowGroup(part.from(), part.size(), Checksums.of(part)));
        first = last;
      }
      file.end();
    }
    return groups;
  }

  private static int endOfGroup(RecordBatch batch, int first) {
    int start = batch.valueStart(first);
    int last = first;
    do {
      last++;
    } while (last < batch.size()
        && last - first < MAX_GROUP_RECORDS
        && batch.valueStart(last) - start < MAX_GROUP_BYTES);
    return last;
  }

  private static RecordBatch part(RecordBatch batch, int first, int last) {
    long from = first == 0 ? batch.from() : batch.offset(first - 1) + 1;
    long next = last == batch.size() ? batch.next() : batch.offset(last - 1) + 1;
    return batch.within(from, next);
  }

  private static void add(ColumnFile.Group group, RecordBatch batch, int index) {
    group.add(OFFSET, batch.offset(index));
    group.add(TIMESTAMP, batch.timestamp(index));
    Option<byte[]> key = batch.key(index);
    if (key.isDefined()) {
      group.add(KEY, key.get(), 0, key.get().length);
    } else {
      group.addNull(KEY);
    }
    if (batch.hasValue(index)) {
      group.add(VALUE, batch.bytes(), batch.valueStart(index), batch.valueLength(index));
    } else {
      group.addNull(VALUE);
    }
    group.endRecord();
  }

  /** Opens the file of an entry. */
  static RecordFile open(HdfsFiles files, StoredEntry entry) throws IOException {
    ColumnReading reading = ColumnReading.open(files, entry.file(), SCHEMA);
    if (reading.groups().size() != entry.groups().size()) {
      reading.close();
      throw new ColumnReading.DamagedException(
          new IOException(
              "it has "
                  + reading.groups().size()
                  + " row groups, expected "
                  + entry.groups().size()));
    }
    return new RecordFile(entry, reading);
  }

  StoredEntry entry() {
    return entry;
  }

  /** Whether a position is in the row group in memory, or in the next one. */
  boolean isAt(long position) {
    return currentGroup >= 0
        && (groupOf(position) == currentGroup || groupOf(position) == currentGroup + 1);
  }

  /**
   * The records from a position on, up to {@code maxRecords} and to the end of the row group. The
   * whole row group is checked against its entry.
   *
   * @throws ColumnReading.DamagedException if the records differ from those that were written
   */
  RecordBatch read(long from, int maxRecords) throws IOException {
    int group = groupOf(from);
    if (group != currentGroup) {
      currentGroup = -1;
      records = decode(group);
      currentGroup = group;
    }
    long last = (long) records.indexOf(from) + maxRecords - 1;
    long next = last < records.size() - 1 ? records.offset((int) last) + 1 : records.next();
    return records.within(from, next);
  }

  private int groupOf(long position) {
    int group = 0;
    while (group + 1 < entry.groups().size() && entry.groups().get(group + 1).from() <= position) {
      group++;
    }
    return group;
  }

  private RecordBatch decode(int index) throws IOException {
    RowGroup group = entry.groups().get(index);
    boolean isLast = index + 1 == entry.groups().size();
    long next = isLast ? entry.next() : entry.groups().get(index + 1).from();
    RecordBatch batch;
    try {
      BlockMetaData stored = reading.groups().get(index);
      if (stored.getRowCount() != group.records()) {
        throw new IOException(
            "row group "
                + index
                + " has "
                + stored.getRowCount()
                + " records, expected "
                + group.records());
      }
      batch = decode(entry.partition(), group, next, bytesOf(stored), reading.group(index));
    } catch (RuntimeException e) {
      throw ColumnReading.damaged(e);
    }
    if (Checksums.of(batch) != group.checksum()) {
      throw new ColumnReading.DamagedException(
          new IOException(
              "the records from " + group.from() + " to " + next + " have a wrong checksum"));
    }
    return batch;
  }

  private static RecordBatch decode(
      Partition partition, RowGroup group, long next, int bytes, ColumnReader[] columns) {
    RecordBatch.Builder batch =
        RecordBatch.builder(partition, group.from(), group.records(), bytes);
    for (int i = 0; i < group.records(); i++) {
      batch.addRemaining(
          number(columns[OFFSET]),
          number(columns[TIMESTAMP]),
          bytes(columns[KEY]),
          bytes(columns[VALUE]));
    }
    return batch.build(next);
  }

  /**
   * The approximate size of keys and values, clamped: a wrong footer must not exhaust the memory.
   */
  private static int bytesOf(BlockMetaData group) {
    long bytes =
        group.getColumns().get(KEY).getTotalUncompressedSize()
            + group.getColumns().get(VALUE).getTotalUncompressedSize();
    return (int) Math.max(0, Math.min(bytes, 2 * MAX_GROUP_BYTES));
  }

  private static long number(ColumnReader column) {
    long value = column.getLong();
    column.consume();
    return value;
  }

  private static Option<ByteBuffer> bytes(ColumnReader column) {
    Option<ByteBuffer> value =
        column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()
            ? Option.some(column.getBinary().toByteBuffer())
            : Option.none();
    column.consume();
    return value;
  }

  @Override
  public void close() {
    reading.close();
  }
}
