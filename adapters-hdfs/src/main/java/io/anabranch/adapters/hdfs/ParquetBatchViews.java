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
 * Segments in HDFS, a directory each under that of their definition: {@code
 * d1/e7-8a3f/<view>/rows.parquet} by key, and {@code _segment}, which tells what there is. For any
 * number of threads and processes.
 *
 * <p>A segment is written in {@code d1/_writing} and gets its name as a whole, by a rename that
 * fails where one stands. Rows are written as they come; a row group of them is in memory.
 *
 * <p>Beside the bytes of key and state, a file has a column for each dimension of the view and the
 * start of its bucket: they are for people and other tools, and are never read here.
 */
public final class ParquetBatchViews implements BatchViews {

  private static final Logger LOG = LoggerFactory.getLogger(ParquetBatchViews.class);
  private static final String WRITING = "_writing";
  private static final Pattern SEGMENT = Pattern.compile("e([0-9]{1,19})-([0-9a-z]+)");
  private static final Pattern DRAFT = Pattern.compile("e([0-9]{1,19})-([0-9a-z]+)-[0-9a-f]{8}");

  private final HdfsFiles files;
  private final KeyCodec keys;
  private final Map<String, View<?>> views = new HashMap<>();
  private final LruCache<SegmentName, SegmentContent> contents = new LruCache<>(1000);
  private final LruCache<String, ParquetMetadata> metadata = new LruCache<>(200);

  /**
   * Segments of one workload in a directory of its own.
   *
   * @param keys spells keys so that the order of their bytes, unsigned, is that of the keys
   * @param views the stored views, whose dimensions name columns; rows of others have none
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

  private static String writingDirectoryOf(DefinitionNumber definition) {
    return definition + "/" + WRITING;
  }

  @Override
  public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
    try (rows) {
      String nonce = UUID.randomUUID().toString().substring(0, 8);
      String draft =
          writingDirectoryOf(segment.definition())
              + "/e"
              + segment.baseEpoch()
              + "-"
              + segment.nonce()
              + "-"
              + nonce;
      boolean isWhole = false;
      try {
        if (files.exists(directoryOf(segment))) {
          throw taken(segment);
        }
        files.makeDirectories(writingDirectoryOf(segment.definition()));
        files.makeDirectory(draft);
        SegmentContent content = new SegmentWriter(files, keys, views, segment, draft).write(rows);
        files.write(draft + "/" + SegmentContent.NAME, content.toBytes(nonce));
        isWhole = true;
        complete(segment, draft, nonce);
        return content.rows();
      } catch (IOException e) {
        throw files.unavailable("writing segment " + segment, e);
      } finally {
        if (!isWhole) {
          discard(draft);
        }
      }
    }
  }

  private static IllegalArgumentException taken(SegmentName segment) {
    return new IllegalArgumentException("segment " + segment + " is written already");
  }

  private void complete(SegmentName segment, String draft, String nonce) throws StoreFailure {
    try {
      files.rename(draft, directoryOf(segment));
    } catch (FileAlreadyExistsException e) {
      discard(draft);
      throw taken(segment);
    } catch (IOException e) {
      if (isWrittenBy(nonce, segment)) {
        return;
      }
      String doing = "completing segment " + segment;
      if (HdfsFiles.isWithoutEffect(e)) {
        discard(draft);
        throw files.unavailable(doing, e);
      }
      throw new StoreFailure.OutcomeUnknown(files.message(doing, e), e);
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

  private void discard(String draft) {
    try {
      files.delete(draft);
    } catch (IOException e) {
      LOG.info("{} is left behind until its segment is deleted: {}", draft, e.toString());
    }
  }

  @Override
  public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure {
    SegmentContent content = content(segment);
    String file = directoryOf(segment) + "/" + SegmentContent.fileOf(view.name());
    try {
      if (!content.has(view.name())) {
        if (!files.exists(directoryOf(segment))) {
          contents.forget(segment);
          throw absent(segment);
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
    metadata.keep(file, reading.metadata());
    return reading;
  }

  /** What a whole segment has. */
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
      throw absent(segment);
    } catch (IOException e) {
      throw files.unavailable("reading " + files.told(name), e);
    }
    try {
      SegmentContent content = SegmentContent.of(segment, bytes);
      contents.keep(segment, content);
      return content;
    } catch (IOException e) {
      throw new StoreFailure.Corrupt(files.told(name) + " cannot be read: " + e.getMessage(), e);
    }
  }

  private StoreFailure absent(SegmentName segment) {
    return new StoreFailure.Corrupt(
        "segment " + segment + " is absent: " + files.told(directoryOf(segment)));
  }

  /** What a failure to read a file of a segment is told as. */
  private StoreFailure failure(SegmentName segment, String file, IOException failure) {
    if (failure instanceof FileNotFoundException) {
      contents.forget(segment);
      metadata.forget(file);
      return new StoreFailure.Corrupt(
          "segment " + segment + ", file " + files.told(file) + " is absent", failure);
    }
    if (failure instanceof ColumnReading.DamagedException
        || failure instanceof ChecksumException
        || files.isReadable(file)) {
      return new StoreFailure.Corrupt(
          "file " + files.told(file) + " is damaged: " + failure.getMessage(), failure);
    }
    return isGone(file)
        ? failure(segment, file, new FileNotFoundException(file))
        : files.unavailable("reading " + files.told(file), failure);
  }

  private boolean isGone(String file) {
    try {
      return !files.exists(file);
    } catch (IOException unknown) {
      return false;
    }
  }

  @Override
  public void delete(SegmentName segment) throws StoreFailure {
    try {
      contents.forget(segment);
      files.delete(directoryOf(segment));
      String writing = writingDirectoryOf(segment.definition());
      for (String draft : files.names(writing)) {
        if (named(segment.definition(), DRAFT.matcher(draft)).contains(segment)) {
          files.delete(writing + "/" + draft);
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
      for (String name : files.names(writingDirectoryOf(definition))) {
        named(definition, DRAFT.matcher(name)).forEach(segments::add);
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
