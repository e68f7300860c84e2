package io.anabranch.apps.reference;

import io.anabranch.adapters.wire.SpecificationDecoder;
import io.anabranch.apps.log.ArchiveBackedLog;
import io.anabranch.apps.log.RecordBatches;
import io.anabranch.apps.log.TopicIdentity;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.SortedSet;

/**
 * Reads a reference log as it grows; what it says at the moment is the labels of now. Where its
 * topic was recreated, and that was accepted, it begins with what the archive holds of the topics
 * before.
 */
public final class ReferenceFollower {

  private final EventLog log;
  private final MasterDataset archive;
  private final CoverageLedger ledger;
  private final ArchiveBackedLog retained;
  private final String workload;
  private final String topic;
  private Option<Partition> current = Option.none();
  private long position;
  private long entries;
  private volatile Specifications told = Specifications.NONE;
  private volatile LabelsAt labels = new LabelsAt(Specifications.NONE.groups(), 0);

  /**
   * A follower at the start of a log, which need not be there yet.
   *
   * @param ledger asked what was accepted as lost when the topic is another than it was
   */
  public ReferenceFollower(
      EventLog log, MasterDataset archive, CoverageLedger ledger, String workload, String topic) {
    this.log = log;
    this.archive = archive;
    this.ledger = ledger;
    this.workload = workload;
    this.retained = new ArchiveBackedLog(log, archive);
    this.topic = topic;
  }

  /** Reads all that has come. */
  public synchronized void follow() throws StoreFailure {
    while (read()) {
      // Each reads what one read may; the last finds nothing.
    }
  }

  /**
   * Reads what has come. What cannot be read as an entry is none.
   *
   * @throws StoreFailure.Corrupt if the topic was recreated, and nobody has accepted that
   */
  public synchronized void step() throws StoreFailure {
    read();
  }

  private boolean read() throws StoreFailure {
    SortedSet<Partition> partitions = log.partitions(topic);
    if (partitions.isEmpty()) {
      return false;
    }
    Partition partition = partitions.first();
    if (!current.contains(partition)) {
      begin(partition);
    }
    RecordBatch batch = retained.read(partition, position, RecordBatches.SIZE);
    if (batch.next() == position) {
      return false;
    }
    Entries read = new Entries(told, entries).with(batch);
    position = batch.next();
    tell(read);
    return true;
  }

  /** Starts over with a topic that it has not read so far, behind all that were before it. */
  private void begin(Partition partition) throws StoreFailure {
    Vector<Loss> losses = ledger.read(workload).map(Coverage::losses).getOrElse(Vector.empty());
    TopicIdentity.demand(partition, archive.partitions(topic), losses);
    TopicIdentity.demand(partition, current, losses);
    Entries before = new Entries(Specifications.NONE, 0);
    for (Loss loss : losses) {
      if (loss.partition().topic().name().equals(topic)) {
        for (long end : loss.closedAt()) {
          before = archived(loss.partition(), end, before);
        }
      }
    }
    current = Option.some(partition);
    position = 0;
    tell(before);
  }

  private Entries archived(Partition partition, long end, Entries before) throws StoreFailure {
    Entries entries = before;
    for (long at = 0; at < end; ) {
      long from = at;
      RecordBatch batch =
          archive
              .read(partition, from, RecordBatches.SIZE)
              .getOrElseThrow(
                  () ->
                      new StoreFailure.Corrupt(
                          "the master dataset has no record for offset "
                              + from
                              + " of "
                              + partition
                              + ": put the archive's files back from a copy"));
      entries = entries.with(batch.next() > end ? batch.within(from, end) : batch);
      at = batch.next();
    }
    return entries;
  }

  private void tell(Entries read) {
    told = read.told();
    entries = read.count();
    labels = new LabelsAt(told.groups(), entries);
  }

  /** What a prefix of the log says, and how many entries it has. */
  private record Entries(Specifications told, long count) {

    Entries with(RecordBatch batch) {
      Specifications now = told;
      long counted = count;
      for (int i = 0; i < batch.size(); i++) {
        for (byte[] value : batch.value(i)) {
          for (Either<Rejection, Specification> entry : SpecificationDecoder.decode(value)) {
            if (entry.isRight()) {
              now = now.with(entry.get());
              counted++;
            }
          }
        }
      }
      return new Entries(now, counted);
    }
  }

  /** All that has been told. */
  public Specifications current() {
    return told;
  }

  /** The labels that it amounts to. */
  public LabelsAt labels() {
    return labels;
  }
}
