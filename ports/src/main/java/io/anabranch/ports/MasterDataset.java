package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.SortedSet;

/**
 * The archived log: unchanged raw records in immutable files, each listed by a manifest entry. The
 * manifest decides which files exist, not a directory listing.
 *
 * <p>Ordering: the manifest of a partition is in offset order. It is returned as it is, even if an
 * entry does not start where the previous one ends: callers that fold must check it.
 *
 * <p>Idempotence: an entry is named by topic id, partition and {@code from}, and is put only if the
 * name is free. A second append at the same position returns the first entry.
 *
 * <p>Errors: after {@code OutcomeUnknown} the entry may exist; appending again at the same position
 * shows it. {@code Corrupt} means that a file is missing or does not match its entry.
 *
 * <p>Source: written by the archiver; in HDFS under {@code <topic>/year=/month=/day=/hour=/} of the
 * first record of a file.
 */
public interface MasterDataset {

  /**
   * Stores a batch as a file and puts its entry.
   *
   * @param batch of at least one position: an empty entry would occupy the name of the next one
   * @return left: the existing entry at {@code batch.from()}, put by another writer; right: the
   *     entry that this call put
   */
  Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure;

  /**
   * Deletes the leftovers of failed writers: files that no entry names or will name. A writer whose
   * unfinished file is deleted fails with {@code Unavailable} and may append again, so a sweep is
   * safe at any time, and so are concurrent sweeps.
   *
   * @param before deletes only files last written before this instant, by the clock of the store;
   *     an instant well before now spares active writers
   * @return the number of deleted files
   */
  long sweep(Instant before) throws StoreFailure;

  /** The partitions that have an entry, of all topics of a name, whatever their ids. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure;

  /**
   * The start of the first entry of a partition; none without entries. The cost does not grow with
   * the number of entries.
   */
  Option<Long> beginning(Partition partition) throws StoreFailure;

  /**
   * The entries of a partition by {@code from}, starting with the last one that starts at or before
   * a position, which contains the position if any entry does; all entries if none starts so early.
   * The cost grows with the number of returned entries, not with those before.
   */
  Vector<ManifestEntry> manifest(Partition partition, long from) throws StoreFailure;

  /**
   * Reads records from a position on, {@code maxRecords} at most, up to the end of the file that
   * contains it.
   *
   * @return none if no entry contains the position
   */
  Option<RecordBatch> read(Partition partition, long from, int maxRecords) throws StoreFailure;
}
