package io.anabranch.apps.layers.archive;

import io.anabranch.apps.layers.log.Failures;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import java.util.List;

/** Copies all partitions of some topics from the log into the master dataset. */
public final class ArchiveLayer {

  private final List<String> topics;
  private final EventLog log;
  private final Archiver archiver;

  public ArchiveLayer(List<String> topics, EventLog log, Archiver archiver) {
    this.topics = List.copyOf(topics);
    this.log = log;
    this.archiver = archiver;
  }

  public Archiver archiver() {
    return archiver;
  }

  /**
   * Archives each partition up to its current end. Neither records that arrive in the meantime nor
   * a failing partition delays the others: a failure is thrown after all others are archived.
   */
  public void step() throws StoreFailure {
    Failures failures = new Failures();
    for (String topic : topics) {
      failures.catching(
          () -> {
            for (Partition partition : log.partitions(topic)) {
              failures.catching(() -> archive(partition));
            }
          });
    }
    failures.rethrow();
  }

  private void archive(Partition partition) throws StoreFailure {
    long end = log.bounds(partition).to();
    boolean hasGrown;
    do {
      hasGrown = archiver.step(partition); // archives one file, or finds that records were lost
    } while (hasGrown && archiver.next(partition) < end);
  }
}
