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
 * The archived log in HDFS: Parquet files of raw records, and the manifest that lists them. Any
 * number of threads and processes may use it.
 *
 * <p>A file and its entry are written under names in {@code <topic>/_pending}, synced and closed.
 * Then the file gets its final name, and last the entry, by a rename that fails if the entry
 * exists. Files that a failed writer leaves are never read, and {@link #sweep} deletes them.
 *
 * <p>The files that were read last stay open, each with a row group of some megabytes in memory.
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
      throw new IllegalArgumentException("the batch at " + batch.from() + " covers no positions");
    }
    Option<StoredEntry> existing = manifest.at(batch.partition(), batch.from());
    if (existing.isDefined()) {
      return Either.left(existing.get().manifestEntry());
    }
    PendingFile pending = PendingFile.of(batch, UUID.randomUUID().toString().substring(0, 8));
    StoredEntry entry;
    try {
      entry = write(pending, batch);
    } catch (IOException e) {
      discard(pending);
      throw files.unavailable("writing " + files.fullName(pending.file()), e);
    }
    return put(pending, entry);
  }

  private StoredEntry write(PendingFile pending, RecordBatch batch) throws IOException {
    files.makeDirectories(PendingFile.directoryOfPending(pending.topic()));
    List<RowGroup> groups = RecordFile.write(files, pending.pendingFile(), batch);
    int checksum = groups.size() == 1 ? groups.get(0).checksum() : Checksums.of(batch);
    StoredEntry entry =
        new StoredEntry(
            new ManifestEntry(
                batch.partition(), batch.range(), pending.file(), batch.size(), checksum),
            groups);
    files.write(pending.pendingEntry(), entry.toBytes());
    // From here on the pending entry exists until it is renamed or the file is deleted, so that a
    // sweep finds the file by it.
    files.makeDirectories(pending.directory());
    files.rename(pending.pendingFile(), pending.file());
    files.makeDirectories(Manifest.directoryOf(batch.partition(), batch.from()));
    return entry;
  }

  private Either<ManifestEntry, ManifestEntry> put(PendingFile pending, StoredEntry entry)
      throws StoreFailure {
    String name = Manifest.nameOf(entry.partition(), entry.from());
    IOException failure;
    try {
      files.rename(pending.pendingEntry(), name);
      manifest.cache(entry);
      return Either.right(entry.manifestEntry());
    } catch (IOException e) {
      failure = e;
    }
    Option<StoredEntry> existing = existing(entry, failure);
    if (existing.exists(e -> e.file().equals(entry.file()))) {
      return Either.right(entry.manifestEntry());
    }
    if (existing.isDefined()) {
      discard(pending);
      return Either.left(existing.get().manifestEntry());
    }
    if (HdfsFiles.isWithoutEffect(failure)) {
      discard(pending);
      throw files.unavailable("putting the entry " + files.fullName(name), failure);
    }
    throw new StoreFailure.OutcomeUnknown(
        files.message("putting the entry " + files.fullName(name), failure), failure);
  }

  /** The entry that exists at the position of an entry that could not be put. */
  private Option<StoredEntry> existing(StoredEntry entry, IOException failure) throws StoreFailure {
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

  /** Deletes a file that will not have an entry, and last its pending entry, which names it. */
  private void discard(PendingFile pending) {
    try {
      files.delete(pending.pendingFile());
      files.delete(pending.file());
      files.delete(pending.pendingEntry());
    } catch (IOException e) {
      LOG.info(
          "{} could not be deleted and is left for a sweep: {}",
          files.fullName(pending.pendingFile()),
          e.toString());
    }
  }

  /**
   * {@inheritDoc} It sweeps all topics. The cost grows with the number of topics and pending files,
   * not with the archive.
   *
   * <p>The pending entry is renamed before the file is deleted, so that no writer can put it.
   */
  @Override
  public long sweep(Instant before) throws StoreFailure {
    long deleted = 0;
    try {
      for (String topic : files.names("")) {
        for (String name :
            files.namesBefore(PendingFile.directoryOfPending(topic), before.toEpochMilli())) {
          for (PendingFile pending : PendingFile.ofPending(topic, name)) {
            deleted += sweep(pending);
          }
        }
      }
      return deleted;
    } catch (IOException e) {
      throw files.unavailable("sweeping", e);
    }
  }

  private int sweep(PendingFile pending) throws IOException {
    try {
      files.rename(pending.pendingEntry(), pending.sweptEntry());
    } catch (FileNotFoundException put) {
      if (!files.exists(pending.sweptEntry())) {
        // The entry was not written yet, or it was put. If it was put, the file has its final name,
        // so a file with the pending name is not the one that the entry names.
        if (!files.exists(pending.pendingFile())) {
          return 0;
        }
        files.delete(pending.pendingFile());
        return 1;
      }
    } catch (FileAlreadyExistsException sweptBefore) {
      throw new IOException(
          files.fullName(pending.sweptEntry()) + " was swept before it was written", sweptBefore);
    }
    // No writer can put the entry now. The order matters: a writer might still rename the file.
    files.delete(pending.pendingFile());
    files.delete(pending.file());
    files.delete(pending.sweptEntry());
    LOG.info("swept {}, which no entry names", files.fullName(pending.file()));
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
    return Vector.ofAll(manifest.from(partition, from)).map(StoredEntry::manifestEntry);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords is " + maxRecords + ": it must be 1 or more");
    }
    Option<StoredEntry> holding = manifest.holding(partition, from);
    if (holding.isEmpty()) {
      return Option.none();
    }
    StoredEntry entry = holding.get();
    if (entry.manifestEntry().records() == 0) {
      return Option.some(RecordBatch.empty(partition, from, entry.next()));
    }
    try {
      return Option.some(open.read(entry, from, maxRecords));
    } catch (FileNotFoundException e) {
      throw new StoreFailure.Corrupt(
          "file " + files.fullName(entry.file()) + " is missing, but the manifest lists it", e);
    } catch (IOException e) {
      if (e instanceof ColumnReading.DamagedException
          || e instanceof ChecksumException
          || files.isReadable(entry.file())) {
        throw new StoreFailure.Corrupt(
            "file "
                + files.fullName(entry.file())
                + " does not contain the records that the manifest lists: "
                + e.getMessage(),
            e);
      }
      throw files.unavailable("reading " + files.fullName(entry.file()), e);
    }
  }

  /** Closes the open files. */
  @Override
  public void close() {
    open.close();
  }
}
