package io.anabranch.apps.layers.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.audit.Shop;
import io.anabranch.apps.workloads.MetricsFactory;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.ReferenceData;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferenceFollowerTest {

  private static final String TOPIC = MetricsWorkload.REFERENCE_TOPIC;

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final LayerPorts ports = LayerPorts.inMemory(log, Faults.NONE, new WireStateCodec());
  private final Layers layers = new Layers(new LabelledVending(), ports, LayerSettings.DEFAULTS);

  /** Fails when entries of a reference log that was deleted are forgotten, or mixed silently. */
  @Test
  void labelsStartWithTheArchivedEntriesOfTheRecreatedReferenceLog() throws StoreFailure {
    log.createTopic(VendingWorkload.TOPIC, 1);
    layers
        .adoption()
        .open(DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(3)), OffsetVector.ZERO);
    Partition first = new Partition(log.createTopic(TOPIC, 1), 0);
    label(first, "w1", "g1");
    label(first, "w2", "g1");
    layers.archive(List.of(TOPIC), OffsetVector.ZERO).step();
    ReferenceFollower running = layers.reference();
    running.follow();
    Partition second = new Partition(log.recreateTopic(TOPIC), 0);
    label(second, "w2", "g2");

    for (ReferenceFollower follower : List.of(running, layers.reference())) {
      assertThatThrownBy(follower::follow)
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining("was recreated");
    }
    layers.losses(List.of(VendingWorkload.TOPIC)).accept(Instant.EPOCH, "ada");

    for (ReferenceFollower follower : List.of(running, layers.reference())) {
      follower.follow();
      assertThat(follower.labels().entries()).isEqualTo(3);
      assertThat(follower.labels().labels().of("group", Utf8.of("w1"))).isEqualTo(Utf8.of("g1"));
      assertThat(follower.labels().labels().of("group", Utf8.of("w2"))).isEqualTo(Utf8.of("g2"));
    }
  }

  private void label(Partition partition, String node, String group) throws StoreFailure {
    String entry = "{\"servidor_nombre\":\"" + node + "\",\"servidor_grupo\":\"" + group + "\"}";
    log.append(partition, 0, Option.none(), Option.some(entry.getBytes(StandardCharsets.UTF_8)));
  }

  /** Vending events with the reference log of the metrics workload. */
  private static final class LabelledVending implements WorkloadFactory {
    @Override
    public String workload() {
      return VendingWorkload.NAME;
    }

    @Override
    public Workload<?> create(DefinitionSpec spec) {
      return Shop.vending().create(spec);
    }

    @Override
    public List<String> referenceTopics() {
      return List.of(TOPIC);
    }

    @Override
    public ReferenceData referenceData() {
      return new MetricsFactory().referenceData();
    }
  }
}
