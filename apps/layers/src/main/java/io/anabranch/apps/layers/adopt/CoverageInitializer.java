package io.anabranch.apps.layers.adopt;

import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.reference.ReferenceFollower;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opens the coverage of a workload, whichever layer comes first. Counting starts where the archive
 * begins, or where the log does if nothing is archived.
 */
public final class CoverageInitializer {

  private final WorkloadSetup setup;
  private final LayerPorts ports;
  private final ReferenceFollower reference;

  public CoverageInitializer(WorkloadSetup setup, LayerPorts ports) {
    this.setup = setup;
    this.ports = ports;
    this.reference =
        new ReferenceFollower(ports.log(), ports.archive(), ports.ledger(), setup.factory());
  }

  /** What the reference log says, as far as it was followed. */
  public ReferenceFollower reference() {
    return reference;
  }

  /** Reads all that the reference log has been told. */
  public void followReference() throws StoreFailure {
    reference.follow();
  }

  /** The definition that should serve, by what the reference log was seen to say. */
  public DefinitionSpec desired() {
    return setup.desired(reference.current());
  }

  /** Opens the coverage unless it is open. */
  public void open() throws StoreFailure {
    if (ports.ledger().read(setup.name()).isEmpty()) {
      followReference();
      new Adoption(setup.name(), ports.ledger(), ports.progress()).open(desired(), origin());
    }
  }

  /**
   * Opens the coverage unless it is open, where the reference log may not be readable: by what
   * holds before it says anything. The batch layer adopts what it says once it can.
   */
  public void openWithoutReference() throws StoreFailure {
    if (ports.ledger().read(setup.name()).isEmpty()) {
      new Adoption(setup.name(), ports.ledger(), ports.progress())
          .open(setup.desired(setup.factory().referenceData()), origin());
    }
  }

  private OffsetVector origin() throws StoreFailure {
    Map<Partition, Long> origin = new TreeMap<>();
    for (String topic : setup.topics()) {
      for (Partition partition : ports.log().partitions(topic)) {
        long first = new ArchiveBackedLog(ports.log(), ports.archive()).beginning(partition);
        if (first > 0) {
          origin.put(partition, first);
        }
      }
    }
    return OffsetVector.of(origin);
  }
}
