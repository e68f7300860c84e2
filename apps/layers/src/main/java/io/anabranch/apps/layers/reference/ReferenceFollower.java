package io.anabranch.apps.layers.reference;

import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.log.ArchiveReader;
import io.anabranch.apps.layers.log.RecordBatches;
import io.anabranch.apps.layers.log.TopicIdentity;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Follows the reference log of a workload and holds its current labels. If a topic was recreated
 * and the loss was accepted, reading starts with the archived records of the earlier topics of that
 * name. A workload without a reference log has nothing to read.
 */
public final class ReferenceFollower {

  private final EventLog log;
  private final CoverageLedger ledger;
  private final MasterDataset archive;
  private final ArchiveBackedLog retained;
  private final ArchiveReader archived;
  private final String workload;
  private final List<String> topics;
  private final ReferenceData empty;

  /** The partition of each topic that is read, and the offset of its next record. */
  private final Map<String, Position> positions = new TreeMap<>();

  private volatile Prefix prefix;

  private record Position(Partition partition, long offset) {}

  /** The data in a prefix of the log, and the number of its entries. */
  private record Prefix(ReferenceData data, long entries) {

    Prefix with(String topic, RecordBatch batch) {
      Prefix all = this;
      for (int i = 0; i < batch.size(); i++) {
        for (byte[] value : batch.value(i)) {
          ReferenceData.Read read = all.data.read(topic, value);
          all = new Prefix(read.data(), all.entries + read.outcomes().count(Option::isEmpty));
        }
      }
      return all;
    }
  }

  /**
   * Creates a follower at the start of a log, whose topics need not exist yet.
   *
   * @param ledger holds the accepted losses, which are read if a topic was recreated
   */
  public ReferenceFollower(
      EventLog log, MasterDataset archive, CoverageLedger ledger, WorkloadFactory workload) {
    this.log = log;
    this.archive = archive;
    this.ledger = ledger;
    this.retained = new ArchiveBackedLog(log, archive);
    this.archived = new ArchiveReader(archive);
    this.workload = workload.workload();
    this.topics = List.copyOf(workload.referenceTopics());
    this.empty = workload.referenceData();
    this.prefix = new Prefix(empty, 0);
  }

  /** Reads everything up to the end of the log. */
  public synchronized void follow() throws StoreFailure {
    while (readOnce()) {
      // Repeat until a read finds nothing new.
    }
  }

  /**
   * Reads at most one batch of each topic. A value that cannot be parsed as entries is ignored.
   *
   * @throws StoreFailure.Corrupt if a topic was recreated and the loss was not accepted
   */
  public synchronized void step() throws StoreFailure {
    readOnce();
  }

  /** Returns the data read so far. */
  public ReferenceData current() {
    return prefix.data();
  }

  /** Returns the labels read so far. */
  public LabelsAt labels() {
    Prefix now = prefix;
    return new LabelsAt(now.data().labels(), now.entries());
  }

  private boolean readOnce() throws StoreFailure {
    boolean isNew = false;
    for (String topic : topics) {
      isNew |= readOnce(topic);
    }
    return isNew;
  }

  private boolean readOnce(String topic) throws StoreFailure {
    SortedSet<Partition> partitions = log.partitions(topic);
    if (partitions.isEmpty()) {
      return false;
    }
    Partition partition = partitions.first();
    Position position = positions.get(topic);
    if (position == null || !position.partition().equals(partition)) {
      position = begin(topic, partition);
    }
    RecordBatch batch = retained.read(partition, position.offset(), RecordBatches.SIZE);
    if (batch.next() == position.offset()) {
      return false;
    }
    prefix = prefix.with(topic, batch);
    positions.put(topic, new Position(partition, batch.next()));
    return true;
  }

  /** Starts reading a topic, after the archived and closed topics of the same name. */
  private Position begin(String topic, Partition partition) throws StoreFailure {
    Vector<Loss> losses = ledger.read(workload).map(Coverage::losses).getOrElse(Vector.empty());
    TopicIdentity.check(partition, archive.partitions(topic), losses);
    Option<Position> before = Option.of(positions.get(topic));
    TopicIdentity.check(partition, before.map(Position::partition), losses);
    // The data includes entries of the earlier topic: read everything again.
    Prefix start = before.isDefined() ? new Prefix(empty, 0) : prefix;
    for (Loss loss : losses) {
      if (loss.partition().topic().name().equals(topic)) {
        for (long end : loss.closedAt()) {
          start = archived(topic, loss.partition(), end, start);
        }
      }
    }
    if (before.isDefined()) {
      positions.clear();
    }
    Position begun = new Position(partition, 0);
    positions.put(topic, begun);
    prefix = start;
    return begun;
  }

  private Prefix archived(String topic, Partition partition, long end, Prefix before)
      throws StoreFailure {
    Prefix all = before;
    for (long at = 0; at < end; ) {
      RecordBatch batch = archived.read(partition, at, end);
      all = all.with(topic, batch);
      at = batch.next();
    }
    return all;
  }
}
