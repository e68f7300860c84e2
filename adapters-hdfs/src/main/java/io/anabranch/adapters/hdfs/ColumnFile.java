package io.anabranch.adapters.hdfs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.factory.ValuesWriterFactory;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/**
 * Writes a Parquet file column by column, without an object per record: numbers are delta-packed,
 * bytes concatenated, pages compressed with zstd. The caller decides where a row group ends, since
 * readers skip row groups. The file is on disk when it is closed.
 */
final class ColumnFile implements AutoCloseable {

  private static final int PAGE_BYTES = 1 << 20;
  private static final int PAGE_RECORDS = 1 << 16;
  private static final int INITIAL_BYTES = 1 << 12;
  private static final ByteBufferAllocator HEAP = HeapByteBufferAllocator.getInstance();

  private final MessageType schema;
  private final ParquetProperties properties;
  private final CompressionCodecFactory codecs;
  private final SyncedOutput output;
  private final ParquetFileWriter file;

  /**
   * Opens a new file in an existing directory.
   *
   * @param measured the columns whose minimum and maximum are stored for each row group
   */
  ColumnFile(HdfsFiles files, String name, MessageType schema, Set<String> measured)
      throws IOException {
    this.schema = schema;
    ParquetProperties.Builder built =
        ParquetProperties.builder()
            .withDictionaryEncoding(false)
            .withPageSize(PAGE_BYTES)
            .withPageRowCountLimit(PAGE_RECORDS)
            .withSizeStatisticsEnabled(false)
            .withValuesWriterFactory(new Encodings());
    for (ColumnDescriptor column : schema.getColumns()) {
      String path = column.getPath()[0];
      built.withStatisticsEnabled(path, measured.contains(path));
    }
    this.properties = built.build();
    this.codecs = new CodecFactory(files.configuration(), PAGE_BYTES);
    this.output = new SyncedOutput(files, name);
    this.file =
        new ParquetFileWriter(
            output, schema, ParquetFileWriter.Mode.CREATE, Long.MAX_VALUE, 0, null, properties);
    file.start();
  }

  Group startGroup() {
    return new Group();
  }

  /** Writes the footer. */
  void end() throws IOException {
    file.end(Map.of());
  }

  @Override
  public void close() throws IOException {
    codecs.release();
    output.close();
  }

  /** A row group. It is in memory, compressed, until it ends. */
  final class Group {
    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore store;
    private final List<ColumnWriter> writers;
    private long records;

    private Group() {
      pages =
          new ColumnChunkPageWriteStore(
              codecs.getCompressor(CompressionCodecName.ZSTD),
              schema,
              HEAP,
              properties.getColumnIndexTruncateLength(),
              properties.getPageWriteChecksumEnabled());
      store = properties.newColumnWriteStore(schema, pages);
      writers = schema.getColumns().stream().map(store::getColumnWriter).toList();
    }

    void add(int column, long value) {
      int level = schema.getColumns().get(column).getMaxDefinitionLevel();
      writers.get(column).write(value, 0, level);
    }

    void add(int column, byte[] bytes, int start, int length) {
      int level = schema.getColumns().get(column).getMaxDefinitionLevel();
      writers.get(column).write(Binary.fromConstantByteArray(bytes, start, length), 0, level);
    }

    void addNull(int column) {
      writers.get(column).writeNull(0, 0);
    }

    void endRecord() {
      store.endRecord();
      records++;
    }

    long records() {
      return records;
    }

    void end() throws IOException {
      file.startBlock(records);
      store.flush();
      pages.flushToFileWriter(file);
      file.endBlock();
      store.close();
      pages.close();
    }
  }

  /** The encodings of the columns. Not thread-safe, like the writer that it belongs to. */
  private static final class Encodings implements ValuesWriterFactory {
    @Override
    public void initialize(ParquetProperties fileProperties) {}

    @Override
    public ValuesWriter newValuesWriter(ColumnDescriptor column) {
      return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
        case INT64 -> new DeltaBinaryPackingValuesWriterForLong(INITIAL_BYTES, PAGE_BYTES, HEAP);
        case BINARY -> new DeltaLengthByteArrayValuesWriter(INITIAL_BYTES, PAGE_BYTES, HEAP);
        default -> throw new IllegalArgumentException("no encoding for " + column);
      };
    }
  }

  /** A new file that is synced to disk before it is closed. */
  private static final class SyncedOutput implements OutputFile {
    private final FSDataOutputStream out;
    private boolean isSynced;

    SyncedOutput(HdfsFiles files, String name) throws IOException {
      this.out = files.create(name);
    }

    void close() throws IOException {
      if (isSynced) {
        out.close();
      } else {
        HdfsFiles.abandon(out);
      }
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return out.getPos();
        }

        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
          out.write(bytes, start, length);
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }

        @Override
        public void close() throws IOException {
          out.hsync();
          isSynced = true;
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
