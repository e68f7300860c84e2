package io.anabranch.adapters.hdfs;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyCodec;
import io.anabranch.ports.KeyRange;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Segments in HDFS. A segment is a directory below the one of its definition, with {@code
 * d1/e7-8a3f/<view>/rows.parquet}, sorted by key, and {@code _segment}, which lists its views. Any
 * number of threads and processes may use it.
 *
 * <p>A segment is written in {@code d1/_writing} and renamed when it is complete, which fails if
 * the segment exists. Rows are streamed; one row group is in memory.
 *
 * <p>Besides the bytes of key and state, a file has a column for each dimension of the view and for
 * the start of the bucket. These are for people and other tools; they are never read here.
 */
public final class ParquetBatchViews implements BatchViews {

  private static final Logger LOG = LoggerFactory.getLogger(ParquetBatchViews.class);
  private static final String WRITING = "_writing";
  private static final Pattern SEGMENT = Pattern.compile("e([0-9]{1,19})-([0-9a-z]+)");
  private static final Pattern UNFINISHED =
      Pattern.compile("e([0-9]{1,19})-([0-9a-z]+)-[0-9a-f]{8}");

  private final HdfsFiles files;
  private final KeyCodec keys;
  private final Map<String, View<?>> views = new HashMap<>();
  private final LruCache<SegmentName, SegmentContent> contents = new LruCache<>(1000);
  private final LruCache<String, ParquetMetadata> metadata = new LruCache<>(200);

  /**
   * The segments of a workload, in a directory of their own.
   *
   * @param keys encodes keys so that their bytes, unsigned, sort as the keys do
   * @param views the stored views, whose dimensions become columns; rows of other views have none
   */
  public ParquetBatchViews(
      HdfsSettings settings, KeyCodec keys, Collection<? extends View<?>> views) {
    this(new HdfsFiles(settings), keys, views);
  }

  ParquetBatchViews(HdfsFiles files, KeyCodec keys, Collection<? extends View<?>> views) {
    this.files = files;
    this.keys = keys;
    views.forEach(view -> this.views.put(view.name(), view));
  }

  private static String directoryOf(SegmentName segment) {
    return segment.definition() + "/e" + segment.baseEpoch() + "-" + segment.nonce();
  }

  private static String unfinishedDirectoryOf(DefinitionNumber definition) {
    return definition + "/" + WRITING;
  }

  @Override
  public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
    try (rows) {
      String nonce = UUID.randomUUID().toString().substring(0, 8);
      String unfinished =
          unfinishedDirectoryOf(segment.definition())
              + "/e"
              + segment.baseEpoch()
              + "-"
              + segment.nonce()
              + "-"
              + nonce;
      boolean isComplete = false;
      try {
        if (files.exists(directoryOf(segment))) {
          throw alreadyWritten(segment);
        }
        files.makeDirectories(unfinishedDirectoryOf(segment.definition()));
        files.makeDirectory(unfinished);
        SegmentContent content =
            new SegmentWriter(files, keys, views, segment, unfinished).write(rows);
        files.write(unfinished + "/" + SegmentContent.NAME, content.toBytes(nonce));
        isComplete = true;
        complete(segment, unfinished, nonce);
        return content.rows();
      } catch (IOException e) {
        throw files.unavailable("writing segment " + segment, e);
      } finally {
        if (!isComplete) {
          discard(unfinished);
        }
      }
    }
  }

  private static IllegalArgumentException alreadyWritten(SegmentName segment) {
    return new IllegalArgumentException("segment " + segment + " is already written");
  }

  private void complete(SegmentName segment, String unfinished, String nonce) throws StoreFailure {
    try {
      files.rename(unfinished, directoryOf(segment));
    } catch (FileAlreadyExistsException e) {
      discard(unfinished);
      throw alreadyWritten(segment);
    } catch (IOException e) {
      if (isWrittenBy(nonce, segment)) {
        return;
      }
      String operation = "completing segment " + segment;
      if (HdfsFiles.isWithoutEffect(e)) {
        discard(unfinished);
        throw files.unavailable(operation, e);
      }
      throw new StoreFailure.OutcomeUnknown(files.message(operation, e), e);
    }
  }

  private boolean isWrittenBy(String nonce, SegmentName segment) {
    try {
      byte[] content = files.read(directoryOf(segment) + "/" + SegmentContent.NAME);
      return SegmentContent.nonce(content).contains(nonce);
    } catch (IOException unknown) {
      return false;
    }
  }

  private void discard(String unfinished) {
    try {
      files.delete(unfinished);
    } catch (IOException e) {
      LOG.info(
          "{} could not be deleted and is left until its segment is deleted: {}",
          unfinished,
          e.toString());
    }
  }

  @Override
  public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure {
    SegmentContent content = content(segment);
    String file = directoryOf(segment) + "/" + SegmentContent.fileOf(view.name());
    try {
      if (!content.containsView(view.name())) {
        if (!files.exists(directoryOf(segment))) {
          contents.remove(segment);
          throw missing(segment);
        }
        return new NoRows();
      }
      KeyRange range = KeyRange.of(view, selection);
      ColumnReading reading = open(file);
      return new SegmentCursor(
          reading, keys, view, selection, range, e -> failure(segment, file, e));
    } catch (IOException e) {
      throw failure(segment, file, e);
    }
  }

  private ColumnReading open(String file) throws IOException {
    Option<ParquetMetadata> known = metadata.find(file);
    if (known.isDefined()) {
      return ColumnReading.open(files, file, SegmentWriter.READ, known.get());
    }
    ColumnReading reading = ColumnReading.open(files, file, SegmentWriter.READ);
    metadata.put(file, reading.metadata());
    return reading;
  }

  /** The content of a complete segment. */
  private SegmentContent content(SegmentName segment) throws StoreFailure {
    Option<SegmentContent> known = contents.find(segment);
    if (known.isDefined()) {
      return known.get();
    }
    String name = directoryOf(segment) + "/" + SegmentContent.NAME;
    byte[] bytes;
    try {
      bytes = files.read(name);
    } catch (FileNotFoundException e) {
      throw missing(segment);
    } catch (IOException e) {
      throw files.unavailable("reading " + files.fullName(name), e);
    }
    try {
      SegmentContent content = SegmentContent.of(segment, bytes);
      contents.put(segment, content);
      return content;
    } catch (IOException e) {
      throw new StoreFailure.Corrupt(files.fullName(name) + " is invalid: " + e.getMessage(), e);
    }
  }

  private StoreFailure missing(SegmentName segment) {
    return new StoreFailure.Corrupt(
        "segment " + segment + " is absent: " + files.fullName(directoryOf(segment)));
  }

  /** Translates a failure to read a file of a segment. */
  private StoreFailure failure(SegmentName segment, String file, IOException failure) {
    if (failure instanceof FileNotFoundException) {
      contents.remove(segment);
      metadata.remove(file);
      return new StoreFailure.Corrupt(
          "file " + files.fullName(file) + " of segment " + segment + " is missing", failure);
    }
    if (failure instanceof ColumnReading.DamagedException
        || failure instanceof ChecksumException
        || files.isReadable(file)) {
      return new StoreFailure.Corrupt(
          "file " + files.fullName(file) + " is damaged: " + failure.getMessage(), failure);
    }
    return isMissing(file)
        ? failure(segment, file, new FileNotFoundException(file))
        : files.unavailable("reading " + files.fullName(file), failure);
  }

  private boolean isMissing(String file) {
    try {
      return !files.exists(file);
    } catch (IOException unknown) {
      return false;
    }
  }

  @Override
  public void delete(SegmentName segment) throws StoreFailure {
    try {
      contents.remove(segment);
      files.delete(directoryOf(segment));
      String directory = unfinishedDirectoryOf(segment.definition());
      for (String unfinished : files.names(directory)) {
        if (named(segment.definition(), UNFINISHED.matcher(unfinished)).contains(segment)) {
          files.delete(directory + "/" + unfinished);
        }
      }
    } catch (IOException e) {
      throw files.unavailable("deleting segment " + segment, e);
    }
  }

  @Override
  public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
    SortedSet<SegmentName> segments = new TreeSet<>();
    try {
      for (String name : files.names(definition.toString())) {
        named(definition, SEGMENT.matcher(name)).forEach(segments::add);
      }
      for (String name : files.names(unfinishedDirectoryOf(definition))) {
        named(definition, UNFINISHED.matcher(name)).forEach(segments::add);
      }
      return segments;
    } catch (IOException e) {
      throw files.unavailable("listing the segments of " + definition, e);
    }
  }

  private static Option<SegmentName> named(DefinitionNumber definition, Matcher name) {
    return name.matches()
        ? Option.some(new SegmentName(definition, Long.parseLong(name.group(1)), name.group(2)))
        : Option.none();
  }

  private static final class NoRows implements Cursor<SegmentRow> {
    @Override
    public Option<SegmentRow> next() {
      return Option.none();
    }

    @Override
    public void close() {}
  }
}
