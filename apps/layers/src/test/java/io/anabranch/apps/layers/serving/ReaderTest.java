package io.anabranch.apps.layers.serving;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static io.anabranch.apps.layers.specs.LayersByHand.counts;
import static io.anabranch.apps.layers.specs.LayersByHand.expired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.apps.layers.specs.Visits;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Provenance;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.view.Labels;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Coverage, then progress P, then rows, then the coverage's floor again: an answer is the fold of
 * the log up to the V that it names.
 */
final class ReaderTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  @Test
  void answersBatchUpToTheCut() throws StoreFailure {
    layers.visit("a", "a", "b", "b", "c");
    layers.publish();

    Answer answer = layers.answer(Layer.BATCH);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 2L, "b", 2L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(4));
  }

  @Test
  void answersSpeedFromTheCutToV() throws StoreFailure {
    layers.publishSlice("a");
    layers.visit("a", "b");
    layers.fold();

    Answer answer = layers.answer(Layer.SPEED);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(answer.provenance().cut()).isEqualTo(layers.at(4));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(6));
  }

  @Test
  void answersMergedFromTheOriginToV() throws StoreFailure {
    layers.publishSlice("a");
    layers.visit("a", "b");
    layers.visit(layers.partition(1), "b");
    layers.fold();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 5L, "b", 2L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(6, 1));
  }

  @Test
  void namesWhatAnAnswerIsTheFoldOf() throws StoreFailure {
    layers.publishSlice("a");
    LabelsAt labels = new LabelsAt(Labels.NONE, 7);

    Provenance named =
        layers
            .reader()
            .answer(Visits.EVERY_GATE, Layer.MERGED, labels, OffsetVector.ZERO)
            .provenance();

    assertThat(named.definition()).isEqualTo(FIRST);
    assertThat(named.epoch()).isEqualTo(1);
    assertThat(named.origin()).isEqualTo(OffsetVector.ZERO);
    assertThat(named.reference()).isEqualTo(7);
    assertThat(named.isExact()).isTrue();
  }

  @Test
  void showsTheLayersOfOneReadingApart() throws StoreFailure {
    layers.publishSlice("a");
    layers.visit("a", "b");
    layers.fold();

    Reader.Apart apart = layers.reader().apart(Visits.EVERY_GATE, LabelsAt.NONE);

    assertThat(counts(apart.batch())).isEqualTo(Map.of("a", 4L));
    assertThat(counts(apart.speed())).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(counts(apart.merged())).isEqualTo(Map.of("a", 5L, "b", 1L));
    assertThat(apart.reach()).isEqualTo(layers.at(6));
  }

  @Test
  void readsCoverageThenProgressThenRowsThenCoverageAgain() throws StoreFailure {
    layers.publishSlice("a");
    interruptions.forgetCalls();

    layers.answer(Layer.MERGED);

    assertThat(interruptions.calls())
        .filteredOn(call -> !call.endsWith(".next"))
        .containsExactly(
            "CoverageLedger.read",
            "Progress.read",
            "SpeedViews.read",
            "BatchViews.read",
            "CoverageLedger.read");
  }

  /** Fails when the progress is read after the rows: it vouches for rows that were not read. */
  @Test
  void readsTheProgressBeforeTheRowsThatItVouchesFor() throws StoreFailure {
    layers.visit("b", "c");
    layers.fold();
    // The cursor has passed the place of the row that comes.
    interruptions.after(
        "SpeedViews.next",
        () -> {
          layers.visit("a");
          layers.fold();
        });

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(counts(answer)).isEqualTo(Map.of("b", 1L, "c", 1L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(2));
  }

  /** Fails when a row whose version is above the progress is taken as it is. */
  @Test
  void readsAgainWhenARowIsAboveTheProgress() throws StoreFailure {
    layers.visit("a");
    layers.fold();
    interruptions.after(
        "Progress.read",
        () -> {
          layers.visit("b");
          layers.fold();
        });

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(2));
  }

  /** Fails when rows above the progress are counted after the last try. */
  @Test
  void fallsBackToTheStartOfTheProgressSliceWhenRowsRaceTheRead() throws StoreFailure {
    layers.visit("a", "a", "a", "a", "b");
    layers.fold();
    layers.visit("c");
    layers.foldAndDieBeforeTheProgress();
    interruptions.forgetCalls();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(interruptions.calls()).filteredOn("SpeedViews.read"::equals).hasSize(3);
    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(4));
    assertThat(answer.provenance().isExact()).isTrue();
  }

  @Test
  void fallsBackOnlyInThePartitionWhoseRowsRaceTheRead() throws StoreFailure {
    layers.visit("a", "a", "a", "a", "b");
    layers.visit(layers.partition(1), "d", "d");
    layers.fold();
    layers.visit("c");
    layers.foldAndDieBeforeTheProgress();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L, "d", 2L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(4, 2));
  }

  /** Fails when V is the progress: it stands behind the cut where batch is ahead of speed. */
  @Test
  void namesNoVBelowTheCut() throws StoreFailure {
    layers.visit("a", "a");
    layers.fold();
    layers.visitTimes(6, "a");
    layers.publish();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(counts(answer)).isEqualTo(Map.of("a", 8L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(8));
  }

  /** Fails when a row counts whose slice no progress has come to. */
  @Test
  void countsNoRowFromTheCutOnWhereVEqualsTheCut() throws StoreFailure {
    layers.visitTimes(10, "a");
    layers.foldAndDieBeforeTheProgress();
    layers.publish();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(layers.slicesWithRows()).contains(2L);
    assertThat(counts(answer)).isEqualTo(Map.of("a", 8L));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(8));
  }

  /** Fails when readers do not filter by cut: a row that comes back would count twice. */
  @Test
  void passesOverRowsOfSlicesBehindTheCut() throws StoreFailure {
    SpeedLayer zombie = layers.owner(FIRST, 3);
    layers.publishSlice("a");
    layers.publishSlice("b");
    layers.cleaner().clean(FIRST);
    zombie.step();

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(layers.speedRows()).contains("turnstiles-0 slice 0 up to 3: a");
    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  /** Fails when the floor is not looked at after the rows: speed rows of [cut, V) are gone. */
  @Test
  void startsOverWhenTheFloorHasPassedTheEpochRead() throws StoreFailure {
    layers.publishSlice("a");
    layers.visitTimes(4, "b");
    layers.fold();
    interruptions.after(
        "Progress.read",
        () -> {
          layers.publish();
          layers.publishSlice("c");
          layers.cleaner().clean(FIRST);
          layers.visit("d");
          layers.fold();
        });

    Answer answer = layers.answer(Layer.SPEED);

    assertThat(answer.provenance().epoch()).isEqualTo(3);
    assertThat(answer.provenance().cut()).isEqualTo(layers.at(12));
    assertThat(counts(answer)).isEqualTo(Map.of("d", 1L));
  }

  /** Fails when a segment that was cleaned away is taken for one that was lost. */
  @Test
  void startsOverWhenASegmentWasCleanedAwayWhileItWasRead() throws StoreFailure {
    layers.publishSlice("a");
    interruptions.before(
        "BatchViews.read",
        () -> {
          layers.publishSlice("b");
          layers.publishSlice("c");
          layers.publishSlice("d");
          layers.cleaner().clean(FIRST);
        });

    Answer answer = layers.answer(Layer.BATCH);

    assertThat(answer.provenance().epoch()).isEqualTo(4);
    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L, "b", 4L, "c", 4L, "d", 4L));
  }

  /** Fails when a lane that is gone counts as readable: what it names was swept. */
  @Test
  void startsOverWhenItsDefinitionWasRetired() throws StoreFailure {
    layers.visit("a", "a");
    layers.fold();
    layers.adoption().adopt(SPEC);
    layers.fold(SECOND);
    interruptions.after(
        "Progress.read",
        () -> {
          layers.adoption().switchTo(SECOND);
          layers.adoption().retire(FIRST);
          layers.cleaner().sweep();
        });

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(answer.provenance().definition()).isEqualTo(SECOND);
    assertThat(counts(answer)).isEqualTo(Map.of("a", 2L));
  }

  @Test
  void finishesWithTheEpochItReadWhileThatStaysReadable() throws StoreFailure {
    layers.publishSlice("a");
    layers.visitTimes(4, "b");
    layers.fold();
    interruptions.after(
        "CoverageLedger.read",
        () -> {
          layers.publish();
          layers.cleaner().clean(FIRST);
        });

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(answer.provenance().epoch()).isEqualTo(1);
    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  @Test
  void givesUpWhenEpochsAreCleanedAwayFasterThanTheyAreRead() throws StoreFailure {
    interruptions.afterEach(
        "CoverageLedger.read",
        () -> {
          layers.publishSlice("a");
          layers.publishSlice("a");
          layers.cleaner().clean(FIRST);
        });

    assertThatThrownBy(() -> layers.answer(Layer.MERGED))
        .isInstanceOf(StoreFailure.Unavailable.class);

    interruptions.end();
    assertThat(layers.answer(Layer.BATCH).provenance().cut()).isEqualTo(layers.lane().cut());
  }

  @Test
  void givesNoAnswerWithoutASegmentOfAReadableEpoch() throws StoreFailure {
    layers.publishSlice("a");
    layers.batch().delete(layers.chain().get(0));

    assertThatThrownBy(() -> layers.answer(Layer.MERGED)).isInstanceOf(StoreFailure.Corrupt.class);

    assertThat(layers.counts(Layer.SPEED)).as("what does not need it").isEmpty();
  }

  /** Fails when an answer without its speed layer calls itself exact. */
  @Test
  void answersBatchAloneAndIncompleteWhileTheSpeedLayerCannotBeRead() throws StoreFailure {
    layers.publishSlice("a");
    layers.visit("b", "c");
    layers.fold();
    interruptions.after("SpeedViews.next", 2, Meanwhile.unavailable());

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(answer.provenance().isExact()).isFalse();
    assertThat(answer.provenance().missing().get(0)).contains("speed layer");
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(4));
    assertThat(counts(answer)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when a caller that shows what it has seen gets an older V as if it were exact. */
  @Test
  void isIncompleteWhereItFallsBackBehindTheVThatTheCallerHasSeen() throws StoreFailure {
    layers.visit("a", "a", "a", "a", "b");
    layers.fold();
    OffsetVector seen = layers.answer(Layer.MERGED).provenance().reach();
    layers.visit("c");
    layers.foldAndDieBeforeTheProgress();

    Answer answer = layers.reader().answer(Visits.EVERY_GATE, Layer.MERGED, LabelsAt.NONE, seen);

    assertThat(seen).isEqualTo(layers.at(5));
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(4));
    assertThat(answer.provenance().isExact()).isFalse();
  }

  /** Fails when what a caller was acknowledged is not compared with V. */
  @Test
  void isIncompleteWhileVHasNotReachedWhatTheCallerDemands() throws StoreFailure {
    layers.visit("a", "a");
    layers.fold();
    layers.visit("a");

    Answer before =
        layers.reader().answer(Visits.EVERY_GATE, Layer.MERGED, LabelsAt.NONE, layers.at(3));
    layers.fold();
    Answer after =
        layers.reader().answer(Visits.EVERY_GATE, Layer.MERGED, LabelsAt.NONE, layers.at(3));

    assertThat(before.provenance().isExact()).isFalse();
    assertThat(counts(before)).isEqualTo(Map.of("a", 2L));
    assertThat(after.provenance().isExact()).isTrue();
    assertThat(counts(after)).isEqualTo(Map.of("a", 3L));
  }

  @Test
  void answersByTheDefinitionThatServesAlone() throws StoreFailure {
    layers.visit("a", "a");
    layers.fold();
    layers.adoption().adopt(SPEC);
    layers.visit("b");
    layers.fold(SECOND);

    Answer first = layers.answer(Layer.MERGED);
    layers.adoption().switchTo(SECOND);
    Answer second = layers.answer(Layer.MERGED);

    assertThat(first.provenance().definition()).isEqualTo(FIRST);
    assertThat(counts(first)).isEqualTo(Map.of("a", 2L));
    assertThat(second.provenance().definition()).isEqualTo(SECOND);
    assertThat(counts(second)).isEqualTo(Map.of("a", 2L, "b", 1L));
  }

  @Test
  void namesTheLossThatItsDefinitionIsFoldedWithout() throws StoreFailure {
    Loss loss = expired(layers.partition(0), 0, 2);
    layers.accept(loss, SECOND);
    layers.adoption().adopt(SPEC);

    Provenance before = layers.answer(Layer.MERGED).provenance();
    layers.adoption().switchTo(SECOND);
    Provenance after = layers.answer(Layer.MERGED).provenance();

    assertThat(before.losses()).isEmpty();
    assertThat(after.losses()).containsExactly(loss.since(SECOND));
  }
}
