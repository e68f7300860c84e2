package io.anabranch.adapters.hdfs;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.Checksums;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archived log in HDFS: Parquet files of raw records, and the manifest that tells of them. For
 * any number of threads and processes.
 *
 * <p>A file and its entry are written under names in {@code <topic>/_pending}, synced and closed;
 * then the file gets its name, and last the entry, by a rename that fails where one stands. What a
 * writer leaves behind on the way is never read, and {@link #sweep} deletes it.
 *
 * <p>Opened files are kept for whoever reads on: a few of them, with a row group of some megabytes
 * each in memory.
 */
public final class HdfsMasterDataset implements MasterDataset, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HdfsMasterDataset.class);

  private final HdfsFiles files;
  private final Manifest manifest;
  private final OpenFiles open;

  public HdfsMasterDataset(HdfsSettings settings) {
    this(new HdfsFiles(settings));
  }

  HdfsMasterDataset(HdfsFiles files) {
    this.files = files;
    this.manifest = new Manifest(files);
    this.open = new OpenFiles(files);
  }

  @Override
  public Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure {
    if (batch.range().isEmpty()) {
      throw new IllegalArgumentException("a file of no positions at " + batch.from());
    }
    Option<StoredEntry> standing = manifest.at(batch.partition(), batch.from());
    if (standing.isDefined()) {
      return Either.left(standing.get().told());
    }
    PendingFile draft = PendingFile.of(batch, UUID.randomUUID().toString().substring(0, 8));
    StoredEntry entry;
    try {
      entry = write(draft, batch);
    } catch (IOException e) {
      discard(draft);
      throw files.unavailable("writing " + files.told(draft.file()), e);
    }
    return put(draft, entry);
  }

  private StoredEntry write(PendingFile draft, RecordBatch batch) throws IOException {
    files.makeDirectories(PendingFile.pending(draft.topic()));
    List<RowGroup> groups = RecordFile.write(files, draft.pendingFile(), batch);
    int checksum = groups.size() == 1 ? groups.get(0).checksum() : Checksums.of(batch);
    StoredEntry entry =
        new StoredEntry(
            new ManifestEntry(
                batch.partition(), batch.range(), draft.file(), batch.size(), checksum),
            groups);
    files.write(draft.pendingEntry(), entry.toBytes());
    // From here on the pending entry stands until the file has its entry or is gone: whoever sweeps
    // finds the file by it.
    files.makeDirectories(draft.directory());
    files.rename(draft.pendingFile(), draft.file());
    files.makeDirectories(Manifest.directoryOf(batch.partition(), batch.from()));
    return entry;
  }

  private Either<ManifestEntry, ManifestEntry> put(PendingFile draft, StoredEntry entry)
      throws StoreFailure {
    String name = Manifest.nameOf(entry.partition(), entry.from());
    IOException failure;
    try {
      files.rename(draft.pendingEntry(), name);
      manifest.keep(entry);
      return Either.right(entry.told());
    } catch (IOException e) {
      failure = e;
    }
    Option<StoredEntry> standing = standing(entry, failure);
    if (standing.exists(e -> e.file().equals(entry.file()))) {
      return Either.right(entry.told());
    }
    if (standing.isDefined()) {
      discard(draft);
      return Either.left(standing.get().told());
    }
    if (HdfsFiles.isWithoutEffect(failure)) {
      discard(draft);
      throw files.unavailable("putting the entry " + files.told(name), failure);
    }
    throw new StoreFailure.OutcomeUnknown(
        files.message("putting the entry " + files.told(name), failure), failure);
  }

  /** What stands where an entry was to be put. */
  private Option<StoredEntry> standing(StoredEntry entry, IOException failure) throws StoreFailure {
    try {
      return manifest.at(entry.partition(), entry.from());
    } catch (StoreFailure.Unavailable again) {
      if (HdfsFiles.isWithoutEffect(failure) && !(failure instanceof FileAlreadyExistsException)) {
        throw again;
      }
      again.addSuppressed(failure);
      throw new StoreFailure.OutcomeUnknown(String.valueOf(again.getMessage()), again);
    }
  }

  /**
   * Deletes what was written of a file that will have no entry: the entry that tells of it last.
   */
  private void discard(PendingFile draft) {
    try {
      files.delete(draft.pendingFile());
      files.delete(draft.file());
      files.delete(draft.pendingEntry());
    } catch (IOException e) {
      LOG.info("{} is left behind for a sweep: {}", files.told(draft.pendingFile()), e.toString());
    }
  }

  /**
   * {@inheritDoc} All topics' are; what it costs grows with that, not with the archive.
   *
   * <p>Before a file is deleted, its pending entry is taken away, without which nobody can put it.
   */
  @Override
  public long sweep(Instant before) throws StoreFailure {
    long deleted = 0;
    try {
      for (String topic : files.names("")) {
        for (String name : files.namesBefore(PendingFile.pending(topic), before.toEpochMilli())) {
          for (PendingFile draft : PendingFile.ofPending(topic, name)) {
            deleted += sweep(draft);
          }
        }
      }
      return deleted;
    } catch (IOException e) {
      throw files.unavailable("sweeping", e);
    }
  }

  private int sweep(PendingFile draft) throws IOException {
    try {
      files.rename(draft.pendingEntry(), draft.sweptEntry());
    } catch (FileNotFoundException put) {
      if (!files.exists(draft.sweptEntry())) {
        // No entry was written yet, or it was put. What is pending under the file's name is not the
        // file that an entry names.
        if (!files.exists(draft.pendingFile())) {
          return 0;
        }
        files.delete(draft.pendingFile());
        return 1;
      }
    } catch (FileAlreadyExistsException sweptBefore) {
      throw new IOException(
          files.told(draft.sweptEntry()) + " was swept before it was written", sweptBefore);
    }
    // Nobody can put the entry now. In this order, or a writer might still give the file its name.
    files.delete(draft.pendingFile());
    files.delete(draft.file());
    files.delete(draft.sweptEntry());
    LOG.info("swept {}, which no entry names", files.told(draft.file()));
    return 1;
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    return manifest.partitions(topic);
  }

  @Override
  public Option<Long> beginning(Partition partition) throws StoreFailure {
    return manifest.beginning(partition);
  }

  @Override
  public Vector<ManifestEntry> manifest(Partition partition, long from) throws StoreFailure {
    return Vector.ofAll(manifest.from(partition, from)).map(StoredEntry::told);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("at most " + maxRecords + " records");
    }
    Option<StoredEntry> holding = manifest.holding(partition, from);
    if (holding.isEmpty()) {
      return Option.none();
    }
    StoredEntry entry = holding.get();
    if (entry.told().records() == 0) {
      return Option.some(RecordBatch.empty(partition, from, entry.next()));
    }
    try {
      return Option.some(open.read(entry, from, maxRecords));
    } catch (FileNotFoundException e) {
      throw new StoreFailure.Corrupt(
          "file " + files.told(entry.file()) + " is absent, and its entry tells of it", e);
    } catch (IOException e) {
      if (e instanceof ColumnReading.DamagedException
          || e instanceof ChecksumException
          || files.isReadable(entry.file())) {
        throw new StoreFailure.Corrupt(
            "file "
                + files.told(entry.file())
                + " does not hold the records that its entry tells of: "
                + e.getMessage(),
            e);
      }
      throw files.unavailable("reading " + files.told(entry.file()), e);
    }
  }

  /** Closes the files that are kept open. */
  @Override
  public void close() {
    open.close();
  }
}
