package io.anabranch.apps.layers.speed;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static io.anabranch.apps.layers.specs.LayersByHand.closed;
import static io.anabranch.apps.layers.specs.LayersByHand.expired;
import static io.anabranch.apps.layers.specs.LayersByHand.lookingBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.apps.layers.specs.Visits;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Recovery: a new owner starts at the start of the progress's slice and folds again; there is
 * nothing to restore. What it may not fold, it refuses.
 */
final class SpeedLayerRecoveryTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  /** Fails when a new owner starts at the progress: its row would lack the slice's beginning. */
  @Test
  void newOwnerStartsAtTheStartOfTheProgressSlice() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.fold();
    layers.visit("a");

    SpeedLayer next = layers.owner();
    Map<Partition, Long> start = next.positions();
    next.step();

    assertThat(OffsetVector.of(start)).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 7L));
  }

  @Test
  void newOwnerWritesAgainWhatOneWroteThatDiedBeforeItsProgress() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.foldAndDieBeforeTheProgress();
    Set<String> written = layers.speedRows();

    layers.fold();

    assertThat(layers.speedRows()).isEqualTo(written);
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(6));
  }

  /** Fails when the store takes whatever is written last. */
  @Test
  void zombieOwnerNeverReplacesALaterRow() throws StoreFailure {
    layers.visit("a", "a", "a");
    SpeedLayer zombie = layers.owner(FIRST, 1);
    interruptions.before("SpeedViews.write", layers::fold);

    zombie.step();

    assertThat(layers.speedRows()).containsExactly("turnstiles-0 slice 0 up to 3: a");
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(3));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 3L));
  }

  @Test
  void releasedPartitionIsLeftToTheNextOwner() throws StoreFailure {
    layers.visit("a", "a");
    SpeedLayer owner = layers.owner();
    interruptions.before("SpeedViews.write", Meanwhile.unavailable());
    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    owner.release(layers.partition(0));
    long offsets = owner.step();

    assertThat(owner.owned()).containsExactly(layers.partition(1));
    assertThat(offsets).isZero();
    assertThat(layers.progress().read(FIRST)).isEqualTo(OffsetVector.ZERO);
    layers.fold();
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 2L));
  }

  /** Fails when what Kafka no longer holds is not read from the master dataset. */
  @Test
  void readsFromTheMasterDatasetWhatRetentionTook() throws StoreFailure {
    layers.visitTimes(3, "a");
    layers.archiveAll();
    layers.log().advanceStart(layers.partition(0), 2);
    layers.visit("b");

    layers.fold();

    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 3L, "b", 1L));
  }

  /** Fails when offsets that were lost before they were archived are skipped. */
  @Test
  void haltsWhereNeitherTheLogNorTheMasterDatasetHoldsTheNextRecord() throws StoreFailure {
    layers.visitTimes(3, "a");
    layers.log().advanceStart(layers.partition(0), 2);
    SpeedLayer owner = layers.owner();

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Corrupt.class);

    assertThat(layers.progress().read(FIRST)).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.speedRows()).isEmpty();
  }

  /** Fails when a partition is folded from its beginning wherever counting starts. */
  @Test
  void startsAtTheOrigin() throws StoreFailure {
    LayersByHand late = LayersByHand.opened(SPEC, 2);
    late.visit("a", "a", "b");

    late.fold();

    assertThat(late.counts(Layer.SPEED)).isEqualTo(Map.of("b", 1L));
  }

  @Test
  void startsAPartitionThatWasAddedLaterAtZero() throws StoreFailure {
    layers.log().addPartitions(Visits.TOPIC, 1);
    Partition added = layers.partition(2);
    layers.visit(added, "a");
    SpeedLayer owner = layers.owner();

    owner.own(added);
    owner.step();

    assertThat(layers.progress().read(FIRST)).isEqualTo(OffsetVector.of(added, 1));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 1L));
  }

  /** Fails when a new owner does not read the ids before its slice. */
  @Test
  void readsTheIdsOfTheHorizonBeforeTheFirstFold() throws StoreFailure {
    LayersByHand identified = LayersByHand.opened(lookingBack(2));
    identified.visit("a 1", "a 2", "a 3", "a 4");
    identified.fold();
    identified.visit("b 3", "b 4", "b 2");

    identified.fold();

    // The horizon of offset 4 is [2, 4), that of offset 6 is [4, 6).
    assertThat(identified.counts(Layer.SPEED)).isEqualTo(Map.of("a", 4L, "b", 1L));
  }

  /** Fails when the ids of the horizon count as read although reading them failed. */
  @Test
  void readsTheIdsOfTheHorizonAgainAfterAFailure() throws StoreFailure {
    LayersByHand identified = LayersByHand.opened(lookingBack(2));
    identified.visit("a 1", "a 2", "a 3", "a 4");
    identified.fold();
    identified.visit("a 4");
    SpeedLayer next = identified.owner();
    identified.interruptions().before("EventLog.read", Meanwhile.unavailable());

    assertThatThrownBy(next::step).isInstanceOf(StoreFailure.Unavailable.class);
    next.step();

    assertThat(identified.counts(Layer.SPEED)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when ids before the origin are looked at. */
  @Test
  void readsNoIdsBeforeTheOrigin() throws StoreFailure {
    LayersByHand late = LayersByHand.opened(lookingBack(9), 1);
    late.visit("a 1", "a 1", "a 1");

    late.fold();

    assertThat(late.counts(Layer.SPEED)).isEqualTo(Map.of("a", 1L));
  }

  /** Fails when a speed layer that is behind folds for good what batch has passed. */
  @Test
  void leavesABacklogThatBatchHasPassed() throws StoreFailure {
    SpeedLayer behind = layers.owner(FIRST, 5);
    for (int i = 0; i < 3; i++) {
      layers.visitTimes(20, "a");
      layers.publish();
      layers.cleaner().clean(FIRST);
    }

    while (behind.step() > 0) {
      // Each step takes five records.
    }

    assertThat(layers.slicesWithRows()).contains(10L).doesNotContain(2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 60L));
  }

  @Test
  void newOwnerStartsAtTheReadableCutWhereBatchIsAhead() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.publish();
    layers.visitTimes(4, "b");
    layers.publish();
    layers.cleaner().clean(FIRST);

    SpeedLayer next = layers.owner();
    next.step();

    assertThat(layers.slicesWithRows()).containsExactly(1L);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  /** Fails when it jumps to the cut of the epoch itself: the epoch before needs the rows. */
  @Test
  void jumpsOnlyToACutThatNoReadableEpochIsBehind() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.publish();
    interruptions.after(
        "CoverageLedger.read",
        () -> {
          layers.visitTimes(4, "b");
          layers.publish();
          layers.fold();
        });

    Answer answer = layers.answer(Layer.SPEED);

    assertThat(answer.provenance().epoch()).isEqualTo(1);
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(8));
    assertThat(LayersByHand.counts(answer)).isEqualTo(Map.of("b", 4L));
  }

  /** Fails when a topic that was recreated is folded on from the one before. */
  @Test
  void refusesATopicThatWasRecreated() throws StoreFailure {
    layers.visit("a");
    layers.fold();
    Partition recreated = new Partition(layers.log().recreateTopic(Visits.TOPIC), 0);
    SpeedLayer owner = layers.ownerOfNothing(FIRST, 100);

    assertThatThrownBy(() -> owner.own(recreated))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");

    assertThat(owner.owned()).isEmpty();
  }

  @Test
  void foldsARecreatedTopicOnceTheOldOneIsClosed() throws StoreFailure {
    layers.visit("a");
    layers.archiveAll();
    Partition recreated = new Partition(layers.log().recreateTopic(Visits.TOPIC), 0);
    layers.accept(closed(layers.partition(0), 1), SECOND);
    layers.adoption().adopt(SPEC);
    layers.publish(SECOND);
    layers.visit(recreated, "b");
    SpeedLayer owner = layers.ownerOfNothing(SECOND, 100);

    owner.own(recreated);
    owner.step();

    assertThat(layers.progress().read(SECOND)).isEqualTo(OffsetVector.of(recreated, 1));
    assertThat(layers.speedRows(SECOND)).containsExactly("turnstiles-0 slice 0 up to 1: b");
  }

  /** Fails when a definition from before a loss is folded on: it would step over it unnamed. */
  @Test
  void isFrozenForADefinitionFromBeforeAnAcceptedLoss() throws StoreFailure {
    layers.accept(expired(layers.partition(0), 0, 2), SECOND);
    SpeedLayer owner = layers.ownerOfNothing(FIRST, 100);

    assertThatThrownBy(() -> owner.own(layers.partition(0)))
        .isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(owner.owned()).isEmpty();
  }

  /** Fails when an owner takes from the archive what was accepted as lost after it took over. */
  @Test
  void takesNothingFromTheMasterDatasetOnceItsDefinitionIsFrozen() throws StoreFailure {
    layers.visitTimes(3, "a");
    layers.archiveAll();
    layers.log().advanceStart(layers.partition(0), 3);
    SpeedLayer owner = layers.owner();
    layers.accept(expired(layers.partition(0), 0, 2), SECOND);

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(layers.progress().read(FIRST)).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.speedRows()).isEmpty();
  }

  /** Fails when a definition that is gone is folded on: nothing would ever delete its rows. */
  @Test
  void foldsNothingOfARetiredDefinition() throws StoreFailure {
    layers.adoption().adopt(SPEC);
    SpeedLayer owner = layers.ownerOfNothing(SECOND, 100);
    layers.adoption().retire(SECOND);

    assertThatThrownBy(() -> owner.own(layers.partition(0)))
        .isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(owner.owned()).isEmpty();
  }
}
