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

/** An open Parquet file, of which some columns are read row group by row group. One thread. */
final class ColumnReading implements AutoCloseable {

  private final MessageType columns;
  private final ParquetFileReader file;

  private ColumnReading(MessageType columns, ParquetFileReader file) {
    this.columns = columns;
    this.file = file;
    file.setRequestedSchema(columns);
  }

  /**
   * Opens a file and reads its footer.
   *
   * @throws IOException also if it is not a Parquet file
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

  /** Opens a file whose footer is already known. */
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
        // Vectored reads would request each column of a row group separately from the data node.
        .withUseHadoopVectoredIo(false)
        .build();
  }

  ParquetMetadata metadata() {
    return file.getFooter();
  }

  List<BlockMetaData> groups() {
    return file.getRowGroups();
  }

  /** Reads the requested columns of a row group. */
  ColumnReader[] group(int index) throws IOException {
    try {
      PageReadStore pages = file.readRowGroup(index);
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, new NoConversion(), columns, file.getFileMetaData().getCreatedBy());
      return columns.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  /** The next value of a column that has no nulls. */
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

  /** Translates any exception of Parquet, which reports damaged bytes by various types. */
  static IOException damaged(Exception e) {
    return e instanceof IOException io ? io : new DamagedException(e);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // the records were read already
    }
  }

  /** The content of a file is not what was written. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(Exception cause) {
      super("its content is damaged: " + cause.getMessage(), cause);
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
      return files.fullName(name);
    }
  }

  /** A converter that does nothing: values are read from the columns. */
  private static final class NoConversion extends GroupConverter {
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
