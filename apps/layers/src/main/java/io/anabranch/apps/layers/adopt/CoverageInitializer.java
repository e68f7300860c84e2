package io.anabranch.apps.layers.adopt;

import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.reference.ReferenceFollower;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.MasterDataset;
import io.anabranch.ports.Progress;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opens the coverage of a workload; the layer that starts first does this. Counting starts at the
 * beginning of the archive, or at the beginning of the log if nothing is archived.
 */
public final class CoverageInitializer {

  private final WorkloadSetup setup;
  private final EventLog log;
  private final ArchiveBackedLog retained;
  private final CoverageLedger ledger;
  private final Adoption adoption;
  private final ReferenceFollower reference;

  public CoverageInitializer(
      WorkloadSetup setup,
      EventLog log,
      MasterDataset archive,
      CoverageLedger ledger,
      Progress progress) {
    this.setup = setup;
    this.log = log;
    this.retained = new ArchiveBackedLog(log, archive);
    this.ledger = ledger;
    this.adoption = new Adoption(setup.name(), ledger, progress);
    this.reference = new ReferenceFollower(log, archive, ledger, setup.factory());
  }

  /** Returns the follower of the reference log. */
  public ReferenceFollower reference() {
    return reference;
  }

  /** Reads the reference log to its end. */
  public void followReference() throws StoreFailure {
    reference.follow();
  }

  /** Returns the definition that should serve according to the reference data read so far. */
  public DefinitionSpec desired() {
    return setup.desired(reference.current());
  }

  /** Opens the coverage unless it is already open. */
  public void open() throws StoreFailure {
    if (ledger.read(setup.name()).isEmpty()) {
      followReference();
      adoption.open(desired(), origin());
    }
  }

  /**
   * Opens the coverage unless it is already open, without reading the reference log, which may not
   * be readable here: the definition uses empty reference data. The batch layer adopts the
   * definition of the actual data later.
   */
  public void openWithoutReference() throws StoreFailure {
    if (ledger.read(setup.name()).isEmpty()) {
      adoption.open(setup.desired(setup.factory().referenceData()), origin());
    }
  }

  private OffsetVector origin() throws StoreFailure {
    Map<Partition, Long> origin = new TreeMap<>();
    for (String topic : setup.topics()) {
      for (Partition partition : log.partitions(topic)) {
        long first = retained.beginning(partition);
        if (first > 0) {
          origin.put(partition, first);
        }
      }
    }
    return OffsetVector.of(origin);
  }
}
