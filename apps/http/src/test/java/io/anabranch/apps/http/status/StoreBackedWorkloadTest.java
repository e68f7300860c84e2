package io.anabranch.apps.http.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The first status of a workload that other processes write. */
final class StoreBackedWorkloadTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);
  private static final DefinitionSpec SPEC =
      DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(3));
  private static final Faults NO_FAULTS =
      new Faults() {
        @Override
        public void before(PortCall call) {
          // Every call succeeds.
        }
      };

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LayerPorts ports = LayerPorts.inMemory(log, NO_FAULTS, new WireStateCodec());
  private final Partition partition = new Partition(log.createTopic(VendingWorkload.TOPIC, 1), 0);
  private final Adoption adoption =
      new Adoption(VendingWorkload.NAME, ports.ledger(), ports.progress());

  private static WorkloadFactory vending() {
    return WorkloadCatalog.shipped().all().stream()
        .filter(factory -> factory.workload().equals(VendingWorkload.NAME))
        .findFirst()
        .orElseThrow();
  }

  private StoreBackedWorkload opened() throws StoreFailure {
    Layers layers = new Layers(vending(), ports, LayerSettings.DEFAULTS);
    return new StoreBackedWorkload(layers, () -> LabelsAt.NONE, CLOCK, crash -> {});
  }

  /** Accepts a loss and serves by a definition from after it. */
  private void accept(OffsetRange range) throws StoreFailure {
    Coverage coverage = ports.ledger().read(VendingWorkload.NAME).get();
    Loss loss =
        new Loss(
            partition,
            range,
            Loss.Cause.EXPIRED,
            Option.some(coverage.nextDefinition()),
            CLOCK.instant(),
            "ada");
    ports.ledger().compareAndSet(coverage.recordingLoss(Vector.of(loss), OffsetVector.ZERO));
    assertThat(adoption.switchTo(adoption.adopt(SPEC).number())).isTrue();
  }

  @Test
  void describesAcceptedLosses() throws StoreFailure {
    adoption.open(SPEC, OffsetVector.ZERO);
    accept(new OffsetRange(12, 18));

    try (StoreBackedWorkload workload = opened()) {
      assertThat(workload.status().losses())
          .containsExactly(
              "positions [12, 18) of "
                  + partition
                  + ", which retention took before the archive did");
    }
  }

  @Test
  void doesNotStartWithoutCoverage() {
    assertThatThrownBy(this::opened)
        .isInstanceOf(NotStarted.class)
        .hasMessageContaining("vending has no coverage");
  }
}
