package io.anabranch.apps.layers.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.audit.Shop;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.workloads.WorkloadCatalog;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DefinitionFoldsTest {

  private static DefinitionFolds folds(WorkloadFactory factory, LayerPorts ports) {
    return new Layers(factory, ports, LayerSettings.DEFAULTS).speed(all -> all, readable -> {});
  }

  private static List<DefinitionNumber> folded(DefinitionFolds folds) {
    return folds.folds().stream().map(DefinitionFold::definition).toList();
  }

  @Test
  void newDefinitionIsFoldedOnceItsCutHasReachedTheServingCut() throws StoreFailure {
    Shop shop = new Shop();
    shop.sell(100);
    shop.fold();
    shop.publish();
    DefinitionFolds folds = folds(Shop.vending(), shop.ports());
    Definition second =
        new Adoption(VendingWorkload.NAME, shop.ports().ledger(), shop.ports().progress())
            .adopt(DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(5)));
    folds.follow();
    assertThat(folded(folds)).doesNotContain(second.number()).hasSize(1);

    shop.publish(second.number());
    folds.follow();

    assertThat(folded(folds)).contains(second.number()).hasSize(2);
  }

  @Test
  void existingTopicsAreFoldedAndMissingTopicsAreReported() throws StoreFailure {
    InMemoryEventLog log = new InMemoryEventLog();
    log.createTopic(SocialWorkload.POSTS_TOPIC, 1);
    Partition posts = log.partitions(SocialWorkload.POSTS_TOPIC).first();
    log.append(posts, 0, Option.none(), Option.some(new byte[] {'{'}));
    LayerPorts ports = LayerPorts.inMemory(log, Faults.NONE, new WireStateCodec());
    new Adoption(SocialWorkload.NAME, ports.ledger(), ports.progress())
        .open(DefinitionSpec.of(SocialWorkload.NAME, new SliceBits(3)), OffsetVector.ZERO);
    DefinitionFolds folds =
        folds(
            WorkloadCatalog.shipped().all().stream()
                .filter(factory -> factory.workload().equals(SocialWorkload.NAME))
                .findFirst()
                .orElseThrow(),
            ports);

    assertThatThrownBy(folds::follow)
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("topics do not exist: " + SocialWorkload.COMMENTS_TOPIC);
    DefinitionFold fold = folds.folds().get(0);
    assertThat(fold.step(Duration.ZERO)).isEqualTo(1);

    log.createTopic(SocialWorkload.COMMENTS_TOPIC, 1);
    log.createTopic(SocialWorkload.USERS_TOPIC, 1);
    folds.follow();
    fold.step(Duration.ZERO);
    assertThat(fold.positions()).hasSize(3).containsEntry(posts, 1L);
  }
}
