package io.anabranch.apps.process;

import io.anabranch.apps.batch.Adoption;
import io.anabranch.apps.log.ArchiveBackedLog;
import io.anabranch.apps.reference.ReferenceFollower;
import io.anabranch.apps.wiring.LayerPorts;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.metrics.Specifications;
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
  private final Option<ReferenceFollower> reference;

  public CoverageInitializer(WorkloadSetup setup, LayerPorts ports) {
    this.setup = setup;
    this.ports = ports;
    this.reference =
        setup
            .reference()
            .map(
                topic ->
                    new ReferenceFollower(
                        ports.log(), ports.archive(), ports.ledger(), setup.name(), topic));
  }

  /** What the reference log says, as far as it was followed. */
  public Option<ReferenceFollower> reference() {
    return reference;
  }

  /** Reads all that the reference log has been told. */
  public void followReference() throws StoreFailure {
    for (ReferenceFollower follower : reference) {
      follower.follow();
    }
  }

  /** The definition that should serve, by what the reference log was seen to say. */
  public DefinitionSpec desired() {
    return setup
        .desired()
        .apply(reference.map(ReferenceFollower::current).getOrElse(Specifications.NONE));
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
          .open(setup.desired().apply(Specifications.NONE), origin());
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
