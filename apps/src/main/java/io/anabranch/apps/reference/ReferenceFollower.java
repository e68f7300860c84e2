package io.anabranch.apps.reference;

import io.anabranch.adapters.wire.SpecificationDecoder;
import io.anabranch.apps.log.RecordBatches;
import io.anabranch.apps.log.RetainedLog;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import java.util.SortedSet;

/** Reads a reference log as it grows; what it says at the moment is the labels of now. */
public final class ReferenceFollower {

  private final EventLog log;
  private final RetainedLog retained;
  private final String topic;
  private long position;
  private long entries;
  private volatile Specifications told = Specifications.NONE;
  private volatile LabelsAt labels = new LabelsAt(Specifications.NONE.groups(), 0);

  /** A follower at the start of a log, which need not be there yet. */
  public ReferenceFollower(EventLog log, MasterDataset archive, String topic) {
    this.log = log;
    this.retained = new RetainedLog(log, archive);
    this.topic = topic;
  }

  /** Reads all that has come. */
  public synchronized void follow() throws StoreFailure {
    long before;
    do {
      before = position;
      step();
    } while (position > before);
  }

  /** Reads what has come. What cannot be read as an entry is none. */
  public synchronized void step() throws StoreFailure {
    SortedSet<Partition> partitions = log.partitions(topic);
    if (partitions.isEmpty()) {
      return;
    }
    RecordBatch batch = retained.read(partitions.first(), position, RecordBatches.SIZE);
    if (batch.next() == position) {
      return;
    }
    Specifications now = told;
    for (int i = 0; i < batch.size(); i++) {
      for (byte[] value : batch.value(i)) {
        for (Either<Rejection, Specification> entry : SpecificationDecoder.decode(value)) {
          if (entry.isRight()) {
            now = now.with(entry.get());
            entries++;
          }
        }
      }
    }
    position = batch.next();
    told = now;
    labels = new LabelsAt(now.groups(), entries);
  }

  /** All that has been told. */
  public Specifications told() {
    return told;
  }

  /** The labels that it amounts to. */
  public LabelsAt labels() {
    return labels;
  }
}
