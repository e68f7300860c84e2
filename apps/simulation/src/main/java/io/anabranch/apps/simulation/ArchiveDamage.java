package io.anabranch.apps.simulation;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.ManifestEntry;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.SplittableRandom;

/** Removes a file from the archive, and restores it as an operator does from a copy. */
final class ArchiveDamage {

  private final InMemoryMasterDataset archive;
  private final OffsetVector origin;
  private final LogHistory history;
  private final FaultInjector injector;
  private boolean isDamaged;

  ArchiveDamage(
      InMemoryMasterDataset archive,
      OffsetVector origin,
      LogHistory history,
      FaultInjector injector) {
    this.archive = archive;
    this.origin = origin;
    this.history = history;
    this.injector = injector;
  }

  /** Whether a file is missing now. */
  boolean isDamaged() {
    return isDamaged;
  }

  /** Removes a file that others follow, unless one is missing already. */
  Option<ManifestEntry> removeFile(SplittableRandom random) {
    if (isDamaged) {
      return Option.none();
    }
    history.capture();
    Vector<ManifestEntry> followed = Vector.empty();
    for (Partition partition : history.partitions()) {
      followed =
          followed.appendAll(
              injector.withoutFaults(() -> archive.manifest(partition, 0)).dropRight(1));
    }
    if (followed.isEmpty()) {
      return Option.none();
    }
    ManifestEntry removed = followed.get(random.nextInt(followed.size()));
    archive.loseEntry(removed.partition(), removed.range().from());
    isDamaged = true;
    return Option.some(removed);
  }

  /**
   * Restores the missing file. No archiver may run meanwhile: one that paused before it appended a
   * file with the old borders would place it inside of the restored one.
   */
  void repair() {
    if (!isDamaged) {
      return;
    }
    history.capture();
    for (Partition partition : history.partitions()) {
      repair(partition);
    }
    isDamaged = false;
  }

  /**
   * Replaces all files behind the first gap by one; archivers may have archived a part of the gap
   * again.
   */
  private void repair(Partition partition) {
    long chainEnd = origin.at(partition);
    long end = chainEnd;
    boolean isInChain = true;
    for (ManifestEntry entry : injector.withoutFaults(() -> archive.manifest(partition, 0))) {
      isInChain &= entry.range().from() == chainEnd;
      if (isInChain) {
        chainEnd = entry.range().to();
      } else {
        archive.loseEntry(partition, entry.range().from());
      }
      end = Math.max(end, entry.range().to());
    }
    if (end > chainEnd) {
      append(partition, chainEnd, end);
    }
  }

  private void append(Partition partition, long from, long to) {
    RecordBatch.Builder copy = RecordBatch.builder(partition, from);
    for (Recount.LoggedRecord record : history.records(partition)) {
      if (record.offset() >= from && record.offset() < to) {
        copy.add(
            record.offset(),
            LogHistory.timestampOf(record.offset()),
            Option.none(),
            record.value());
      }
    }
    injector.withoutFaults(() -> archive.append(copy.build(to)));
  }
}
