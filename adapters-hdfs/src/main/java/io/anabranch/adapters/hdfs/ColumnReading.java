package io.anabranch.adapters.hdfs;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/** An open Parquet file, read row group by row group, some of its columns. One thread at a time. */
final class ColumnReading implements AutoCloseable {

  private final MessageType columns;
  private final ParquetFileReader file;

  private ColumnReading(MessageType columns, ParquetFileReader file) {
    this.columns = columns;
    this.file = file;
    file.setRequestedSchema(columns);
  }

  /**
   * Opens a file and reads its end, which says where everything is.
   *
   * @throws IOException also if it is no such file
   */
  static ColumnReading open(HdfsFiles files, String name, MessageType columns) throws IOException {
    Input input = new Input(files, name);
    SeekableInputStream stream = input.newStream();
    try {
      return new ColumnReading(columns, ParquetFileReader.open(input, options(files), stream));
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw damaged(e);
    }
  }

  /** Opens a file whose end was read before. */
  static ColumnReading open(
      HdfsFiles files, String name, MessageType columns, ParquetMetadata metadata)
      throws IOException {
    Input input = new Input(files, name);
    SeekableInputStream stream = input.newStream();
    try {
      return new ColumnReading(
          columns, ParquetFileReader.open(input, metadata, options(files), stream));
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw damaged(e);
    }
  }

  private static ParquetReadOptions options(HdfsFiles files) {
    return HadoopReadOptions.builder(files.configuration())
        .usePageChecksumVerification(true)
        // Or each column of a row group is asked for anew from the data node.
        .withUseHadoopVectoredIo(false)
        .build();
  }

  ParquetMetadata metadata() {
    return file.getFooter();
  }

  List<BlockMetaData> groups() {
    return file.getRowGroups();
  }

  /** The columns of a row group, as they were asked for. */
  ColumnReader[] group(int index) throws IOException {
    try {
      PageReadStore pages = file.readRowGroup(index);
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new Ignored(), columns, file.getFileMetaData().getCreatedBy());
      return columns.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** The next value of a column without nulls. */
  static byte[] bytes(ColumnReader column) throws IOException {
    try {
      byte[] value = column.getBinary().getBytesUnsafe();
      column.consume();
      return value;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  static void skip(ColumnReader column) throws IOException {
    try {
      column.skip();
      column.consume();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** Parquet tells of bytes that it cannot read in any exception. */
  static IOException damaged(Exception e) {
    return e instanceof IOException io ? io : new DamagedException(e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // what was read is read
    }
  }

  /** What stands in a file is not what was written. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(Exception cause) {
      super("its bytes are damaged: " + cause.getMessage(), cause);
    }
  }

  private static final class Input implements InputFile {
    private final HdfsFiles files;
    private final String name;

    Input(HdfsFiles files, String name) {
      this.files = files;
      this.name = name;
    }

    @Override
    public long getLength() throws IOException {
      return files.length(name);
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
      return HadoopStreams.wrap(files.open(name));
    }

    @Override
    public String toString() {
      return files.told(name);
    }
  }

  /** Values are taken from the columns, not handed on. */
  private static final class Ignored extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
