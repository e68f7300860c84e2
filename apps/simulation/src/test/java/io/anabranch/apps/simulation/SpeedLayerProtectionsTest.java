package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/** Protections of the speed layer: each test says without which mechanism it fails. */
final class SpeedLayerProtectionsTest extends LayersFixture {

  /** Fails if a store keeps the row that was written last. */
  @Test
  void ownerThatIsBehindNeverReplacesALaterRow() throws StoreFailure {
    open(SPEC);
    produce(2);
    SpeedLayer zombie = owner(FIRST, 1);
    interleaving.before("SpeedViews.write", () -> owner(FIRST, 100).step());

    zombie.step();

    Answer answer = answer(Layer.MERGED);
    assertThat(answer.provenance().reach().at(partition)).isEqualTo(2);
    assertThat(count(answer)).isEqualTo(2);
  }

  /** Fails if the fold of a slice starts without the ids of the horizon before it. */
  @Test
  void everyLayerReadsTheIdsOfTheHorizonBeforeASlice() throws StoreFailure {
    open(SPEC.withDuplicates(new DuplicateRule("id", 2)));
    produce(3);
    produceId("x");
    SpeedLayer first = owner(FIRST, 100);
    first.step();
    produceId("x");
    produce(4);

    owner(FIRST, 100).step();

    assertThat(count(Layer.MERGED)).isEqualTo(8);
    archive();
    publisher().publish(FIRST);
    assertThat(count(Layer.BATCH)).isEqualTo(7);
    assertThat(count(Layer.MERGED)).isEqualTo(8);
  }

  /** Fails if ids before the origin count as seen. */
  @Test
  void idsBeforeTheOriginDoNotCount() throws StoreFailure {
    produceId("x");
    adoption().open(SPEC.withDuplicates(new DuplicateRule("id", 9)), OffsetVector.of(partition, 1));
    produceId("x");
    produceId("x");

    owner(FIRST, 100).step();

    assertThat(count(Layer.MERGED)).isEqualTo(1);
  }

  /** Fails if records that retention deleted are not read from the master dataset. */
  @Test
  void newOwnerReadsDeletedRecordsFromTheArchive() throws StoreFailure {
    open(SPEC);
    produce(3);
    archive();
    log.advanceStart(partition, 2);
    produce(1);

    SpeedLayer owner = owner(FIRST, 100);
    while (owner.step() > 0) {
      // The archive's records, then the log's.
    }

    assertThat(count(Layer.MERGED)).isEqualTo(4);
  }

  /** Fails if a speed layer that is behind jumps to the newest cut. */
  @Test
  void speedLayerJumpsOnlyToTheReadableCut() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    publisher().publish(FIRST);
    Interleaving.Action publishAgain =
        () -> {
          produce(4);
          archive();
          publisher().publish(FIRST);
          SpeedLayer late = owner(FIRST, 100);
          while (late.step() > 0) {
            // To the end.
          }
        };
    interleaving.after("CoverageLedger.read", publishAgain);

    Answer answer = answer(Layer.SPEED);

    assertThat(answer.provenance().epoch()).isEqualTo(1);
    assertThat(answer.provenance().reach().at(partition)).isEqualTo(8);
    assertThat(count(answer)).isEqualTo(4);
  }

  /** Fails if the progress passes a rejected event that was not written. */
  @Test
  void rejectedEventsAreWrittenBeforeTheProgress() throws StoreFailure {
    open(SPEC);
    append("rubbish");
    SpeedLayer owner = owner(FIRST, 100);
    interleaving.before(
        "RejectedEvents.write",
        () -> {
          throw new StoreFailure.Unavailable("the list is full");
        });

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);
    assertThat(progress.read(FIRST).at(partition)).isZero();
    owner.step();

    assertThat(progress.read(FIRST).at(partition)).isEqualTo(1);
    assertThat(rejectedOffsets()).containsExactly(0L);
  }

  /** Fails if a speed layer permanently restores rows that are published and cleaned. */
  @Test
  void backlogBehindTheBatchLayerIsSkipped() throws StoreFailure {
    open(SPEC);
    SpeedLayer owner = owner(FIRST, 5);
    for (int i = 0; i < 3; i++) {
      produce(20);
      archive();
      publisher().publish(FIRST);
      cleaner().clean(FIRST);
    }

    while (owner.step() > 0) {
      // Each step takes five records.
    }

    assertThat(slicesWithRows()).doesNotContain(3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(count(Layer.MERGED)).isEqualTo(60);
    cleaner().sweep();
    assertThat(slicesWithRows()).allMatch(slice -> slice >= 10);
    assertThat(count(Layer.MERGED)).isEqualTo(60);
  }

  /** Fails if a recreated topic is folded as the continuation of the old one. */
  @Test
  void recreatedTopicIsRefused() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);

    Partition recreated = new Partition(log.recreateTopic(Tally.TOPICS.get(0)), 0);
    log.append(recreated, 0, Option.none(), Option.none());

    assertThatThrownBy(() -> owner(FIRST, 100, recreated))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");
    assertThat(layers.archiver(OffsetVector.ZERO, 100).step(recreated))
        .as("archived under its own id")
        .isTrue();
    assertThatThrownBy(() -> publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");
  }
}
