package io.anabranch.apps.layers.speed;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.apps.layers.specs.Visits;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows are absolute folds of one slice, written before the progress that vouches for them. */
final class SpeedLayerTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  @Test
  void writesTheFoldOfEachSliceUpToItsLastRecord() throws StoreFailure {
    layers.visit("a", "b", "a", "b", "a");

    layers.owner().step();

    assertThat(layers.speedRows())
        .containsExactlyInAnyOrder(
            "turnstiles-0 slice 0 up to 3: a",
            "turnstiles-0 slice 0 up to 4: b",
            "turnstiles-0 slice 1 up to 5: a");
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 3L, "b", 2L));
  }

  @Test
  void advancesProgressToTheNextOffset() throws StoreFailure {
    layers.visit("a", "a");
    layers.visit(layers.partition(1), "b");
    SpeedLayer owner = layers.owner();

    long offsets = owner.step();

    assertThat(offsets).isEqualTo(3);
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(2, 1));
    assertThat(OffsetVector.of(owner.positions())).isEqualTo(layers.at(2, 1));
  }

  @Test
  void writesNothingWhenNothingHasCome() throws StoreFailure {
    layers.visit("a");
    SpeedLayer owner = layers.owner();
    owner.step();
    interruptions.forgetCalls();

    long offsets = owner.step();

    assertThat(offsets).isZero();
    assertThat(interruptions.calls()).containsExactly("EventLog.await");
  }

  @Test
  void takesNoMoreThanItsBoundBeforeItWrites() throws StoreFailure {
    layers.visitTimes(7, "a");
    SpeedLayer owner = layers.owner(FIRST, 3);

    owner.step();
    OffsetVector afterOne = layers.progress().read(FIRST);
    owner.step();

    assertThat(afterOne).isEqualTo(layers.at(3));
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(6));
  }

  @Test
  void skipsHolesOfTheLog() throws StoreFailure {
    layers.visit("a");
    layers.log().advanceEnd(layers.partition(0), 9);
    layers.visit("b");

    layers.fold();

    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(10));
    assertThat(layers.speedRows())
        .containsExactly("turnstiles-0 slice 0 up to 1: a", "turnstiles-0 slice 2 up to 10: b");
  }

  @Test
  void writesRowsUnderTheNumberOfItsDefinition() throws StoreFailure {
    layers.adoption().adopt(SPEC.withSliceBits(new SliceBits(1)));
    layers.visitTimes(4, "a");

    layers.fold(FIRST);
    layers.fold(SECOND);

    assertThat(layers.speedRows(FIRST)).containsExactly("turnstiles-0 slice 0 up to 4: a");
    assertThat(layers.speedRows(SECOND))
        .containsExactly("turnstiles-0 slice 0 up to 2: a", "turnstiles-0 slice 1 up to 4: a");
  }

  /** Fails when the progress is written first: it would vouch for rows that are not there. */
  @Test
  void advancesProgressOnlyAfterTheRowsAreWritten() throws StoreFailure {
    layers.visit("a");
    SpeedLayer owner = layers.owner();
    interruptions.before("SpeedViews.write", Meanwhile.unavailable());

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(layers.speedRows()).isEmpty();
    assertThat(layers.progress().read(FIRST)).isEqualTo(OffsetVector.ZERO);
  }

  /** Fails when the progress passes a rejected event that was not written. */
  @Test
  void advancesProgressOnlyAfterTheRejectedEventsAreWritten() throws StoreFailure {
    layers.visit("a", Visits.REJECTED);
    SpeedLayer owner = layers.owner();
    interruptions.before("RejectedEvents.write", Meanwhile.unavailable());

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);
    OffsetVector afterFailure = layers.progress().read(FIRST);
    owner.step();

    assertThat(afterFailure).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(2));
    assertThat(layers.rejectedOffsets()).containsExactly(1L);
  }

  /** Fails when what could not be written is forgotten. */
  @Test
  void writesAgainWhatAStepBeforeCouldNot() throws StoreFailure {
    layers.visitTimes(6, "a");
    SpeedLayer owner = layers.owner();
    interruptions.before("SpeedViews.write", Meanwhile.unavailable());
    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    long offsets = owner.step();

    assertThat(offsets).isEqualTo(6);
    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(6));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 6L));
  }

  @Test
  void writesTheSameRowsTwiceAfterAnUnknownOutcome() throws StoreFailure {
    layers.visitTimes(3, "a");
    SpeedLayer owner = layers.owner();
    interruptions.after("SpeedViews.write", Meanwhile.outcomeUnknown());
    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.OutcomeUnknown.class);
    Set<String> once = layers.speedRows();

    owner.step();

    assertThat(layers.speedRows()).isEqualTo(once);
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("a", 3L));
  }

  /** Fails when one partition that cannot be read keeps the others from being folded. */
  @Test
  void foldsTheOtherPartitionsWhileOneCannotBeRead() throws StoreFailure {
    layers.visit("a");
    layers.visit(layers.partition(1), "b");
    SpeedLayer owner = layers.owner();
    interruptions.before("EventLog.read", Meanwhile.unavailable());

    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(layers.progress().read(FIRST)).isEqualTo(layers.at(0, 1));
    assertThat(layers.counts(Layer.SPEED)).isEqualTo(Map.of("b", 1L));
  }
}
