package io.anabranch.ports;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.SortedSet;

/**
 * The archived log: raw records untouched, in immutable files, each told by a manifest entry. The
 * manifest is the truth, not a listing.
 *
 * <p>Ordering: the manifest of a partition is in the order of offsets. Where an entry does not
 * start where the one before ends, that is told as it is: whoever folds checks it.
 *
 * <p>Idempotence: an entry is named by topic id, partition and {@code from}, and is put only if
 * none has that name; a second append from the same position returns the first.
 *
 * <p>Errors: after {@code OutcomeUnknown} the entry may stand; appending again from the same
 * position tells. {@code Corrupt} means that a file is absent or does not fit its entry.
 *
 * <p>Source: written by the archiver; in HDFS under {@code <topic>/year=/month=/day=/hour=/} of a
 * file's first record.
 */
public interface MasterDataset {

  /**
   * Stores a batch as one file and puts its entry.
   *
   * @param batch of at least one position: an entry of none would keep the next from its name
   * @return left: the entry that stands at {@code batch.from()} already, put by somebody else;
   *     right: the entry that this call put
   */
  Either<ManifestEntry, ManifestEntry> append(RecordBatch batch) throws StoreFailure;

  /**
   * Deletes what writers left behind that have ended half-way: what no entry tells of and none ever
   * will. Whoever is still writing what is deleted fails with {@code Unavailable} and may append
   * again, so it is safe at any time, and in any number at once.
   *
   * @param before only what was last written before this instant, by the clock of the store: well
   *     before now spares those who are writing
   * @return how many files were deleted
   */
  long sweep(Instant before) throws StoreFailure;

  /** The partitions of topics of a name that have an entry, whichever id the topic had. */
  SortedSet<Partition> partitions(String topic) throws StoreFailure;

  /**
   * Where the first entry of a partition starts; none if it has none. What it costs does not grow
   * with the entries.
   */
  Option<Long> beginning(Partition partition) throws StoreFailure;

  /**
   * The entries of a partition, by {@code from}, beginning with the last that starts at or before a
   * position: the one that holds it, where one does. All entries if none starts so early. What it
   * costs grows with the entries that it gives, not with those before.
   */
  Vector<ManifestEntry> manifest(Partition partition, long from) throws StoreFailure;

  /**
   * Records from a position on, at most so many and at most to the end of the file that holds it.
   *
   * @return none if no entry holds the position
   */
  Option<RecordBatch> read(Partition partition, long from, int maxRecords) throws StoreFailure;
}
