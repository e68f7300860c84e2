package io.anabranch.apps.layers.batch;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static io.anabranch.apps.layers.specs.LayersByHand.closed;
import static io.anabranch.apps.layers.specs.LayersByHand.expired;
import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A new definition gets a number of its own and a lane beside the one that serves, which it
 * replaces once its V has reached the other's.
 */
final class AdoptionTest {

  private static final DefinitionNumber THIRD = new DefinitionNumber(3);
  private static final DefinitionSpec FINER = SPEC.withSliceBits(new SliceBits(1));

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();
  private final Adoption adoption = layers.adoption();

  @Test
  void opensTheCoverageWithAFirstDefinitionThatServes() throws StoreFailure {
    LayersByHand unopened = new LayersByHand();

    Coverage opened = unopened.adoption().open(SPEC, unopened.at(5));

    assertThat(opened).isEqualTo(unopened.coverage());
    assertThat(opened.serving()).isEqualTo(FIRST);
    assertThat(opened.servingLane().definition()).isEqualTo(new Definition(FIRST, SPEC));
    assertThat(opened.servingLane().cut()).isEqualTo(unopened.at(5));
  }

  /** Fails when opening again moves the origin, which is fixed once. */
  @Test
  void opensNothingThatIsOpen() throws StoreFailure {
    Coverage before = layers.coverage();

    Coverage opened = adoption.open(FINER, layers.at(5));

    assertThat(opened).isEqualTo(before);
    assertThat(layers.coverage()).isEqualTo(before);
  }

  @Test
  void takesTheCoverageThatAnotherOpenedFirst() throws StoreFailure {
    LayersByHand unopened = new LayersByHand();
    unopened
        .interruptions()
        .before(
            "CoverageLedger.compareAndSet", () -> unopened.adoption().open(FINER, unopened.at(3)));

    Coverage opened = unopened.adoption().open(SPEC, unopened.at(5));

    assertThat(opened.origin()).isEqualTo(unopened.at(3));
    assertThat(opened.servingLane().definition().spec()).isEqualTo(FINER);
  }

  @Test
  void givesADefinitionALaneBesideTheOneThatServes() throws StoreFailure {
    layers.publishSlice("a");

    Definition adopted = adoption.adopt(FINER);

    assertThat(adopted).isEqualTo(new Definition(SECOND, FINER));
    assertThat(layers.coverage().serving()).isEqualTo(FIRST);
    assertThat(layers.lane(FIRST).epoch()).isEqualTo(1);
    assertThat(layers.lane(SECOND).epoch()).isZero();
    assertThat(layers.lane(SECOND).cut()).isEqualTo(OffsetVector.ZERO);
  }

  @Test
  void givesIdenticalCodeANumberOfItsOwn() throws StoreFailure {
    Definition adopted = adoption.adopt(SPEC);

    assertThat(adopted).isEqualTo(new Definition(SECOND, SPEC));
  }

  /** Fails when a number is given again: rows of the definition that is gone would count. */
  @Test
  void givesNoNumberOfARetiredDefinitionAgain() throws StoreFailure {
    layers.visit("a");
    adoption.adopt(SPEC);
    layers.fold(SECOND);
    adoption.retire(SECOND);

    Definition adopted = adoption.adopt(SPEC);

    assertThat(adopted.number()).isEqualTo(THIRD);
    assertThat(layers.speedRows(THIRD)).isEmpty();
  }

  /** Fails when a change that certainly lost is taken for one of unknown outcome. */
  @Test
  void takesANumberThatNobodyElseGot() throws StoreFailure {
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.adoption().adopt(SPEC));

    Definition mine = adoption.adopt(SPEC);

    assertThat(mine.number()).isEqualTo(THIRD);
    assertThat(layers.coverage().lanes().keySet()).containsExactly(FIRST, SECOND, THIRD);
  }

  /** Fails when a change of unknown outcome is made again: there would be a lane too many. */
  @Test
  void looksUpAnUnknownOutcomeBeforeItAdoptsAgain() throws StoreFailure {
    interruptions.after("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    Definition adopted = adoption.adopt(FINER);

    assertThat(adopted.number()).isEqualTo(SECOND);
    assertThat(layers.coverage().lanes().keySet()).containsExactly(FIRST, SECOND);
  }

  /** Fails when a change of unknown outcome is taken for made. */
  @Test
  void adoptsAgainWhereAnUnknownOutcomeDoesNotStand() throws StoreFailure {
    interruptions.before("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    Definition adopted = adoption.adopt(FINER);

    assertThat(layers.lane(adopted.number()).definition()).isEqualTo(adopted);
    assertThat(layers.coverage().lanes().keySet()).containsExactly(FIRST, SECOND);
  }

  /** Fails when the number alone tells, after an unknown outcome, whose lane it is. */
  @Test
  void takesAnotherNumberWhenTheOneItTriedForWentToAnotherDefinition() throws StoreFailure {
    interruptions.before(
        "CoverageLedger.compareAndSet",
        () -> {
          layers.adoption().adopt(SPEC);
          Meanwhile.outcomeUnknown().happen();
        });

    Definition mine = adoption.adopt(FINER);

    assertThat(mine).isEqualTo(new Definition(THIRD, FINER));
    assertThat(layers.lane(SECOND).definition().spec()).isEqualTo(SPEC);
    assertThat(layers.lane(THIRD).definition().spec()).isEqualTo(FINER);
  }

  /** Fails when a lane serves before it answers as far: V would go back. */
  @Test
  void switchesOnlyWhenTheNewLaneAnswersAsFar() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.fold();
    adoption.adopt(FINER);
    SpeedLayer owner = layers.owner(SECOND, 5);
    owner.step();

    boolean early = adoption.switchTo(SECOND);
    DefinitionNumber servingEarly = layers.coverage().serving();
    owner.step();
    boolean inTime = adoption.switchTo(SECOND);

    assertThat(early).isFalse();
    assertThat(servingEarly).isEqualTo(FIRST);
    assertThat(inTime).isTrue();
    assertThat(layers.coverage().serving()).isEqualTo(SECOND);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 6L));
  }

  /** Fails when a lane that batch has carried as far must have a progress, too. */
  @Test
  void switchesToALaneWhoseCutIsAsFar() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.fold();
    adoption.adopt(FINER);
    layers.publish(SECOND);

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).isTrue();
    assertThat(layers.progress().read(SECOND)).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when the lane that serves is asked last: under traffic it is always ahead by then. */
  @Test
  void switchesWhileRecordsKeepComing() throws StoreFailure {
    layers.visit("a");
    layers.fold();
    adoption.adopt(SPEC);
    layers.fold(SECOND);
    interruptions.after(
        "Progress.read",
        () -> {
          layers.visit("a");
          layers.fold(FIRST);
          layers.fold(SECOND);
        });

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).isTrue();
    assertThat(layers.coverage().serving()).isEqualTo(SECOND);
  }

  @Test
  void changesNothingWhenTheDefinitionServesAlready() throws StoreFailure {
    Coverage before = layers.coverage();

    boolean serves = adoption.switchTo(FIRST);

    assertThat(serves).isTrue();
    assertThat(layers.coverage()).isEqualTo(before);
  }

  @Test
  void switchesBackToADefinitionThatWasFoldedBeside() throws StoreFailure {
    adoption.adopt(FINER);
    adoption.switchTo(SECOND);
    layers.visit("a");
    layers.fold(FIRST);
    layers.fold(SECOND);

    boolean serves = adoption.switchTo(FIRST);

    assertThat(serves).isTrue();
    assertThat(layers.answer(Layer.MERGED).provenance().definition()).isEqualTo(FIRST);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void comparesAgainWhenAnotherChangeCameFirst() throws StoreFailure {
    adoption.adopt(FINER);
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.publishSlice("a"));

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).as("the other lane answers further by now").isFalse();
    assertThat(layers.coverage().serving()).isEqualTo(FIRST);
    assertThat(layers.lane(FIRST).epoch()).isEqualTo(1);
  }

  @Test
  void looksUpASwitchOfUnknownOutcome() throws StoreFailure {
    adoption.adopt(FINER);
    interruptions.after("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).isTrue();
    assertThat(layers.coverage().revision()).isEqualTo(3);
    assertThat(layers.coverage().serving()).isEqualTo(SECOND);
  }

  @Test
  void switchesToNoRetiredDefinition() throws StoreFailure {
    adoption.adopt(FINER);
    adoption.retire(SECOND);

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).isFalse();
    assertThat(layers.coverage().serving()).isEqualTo(FIRST);
  }

  /** Fails when a definition that counts what was lost comes to serve. */
  @Test
  void switchesToNoDefinitionFromBeforeAnAcceptedLoss() throws StoreFailure {
    adoption.adopt(FINER);
    layers.accept(expired(layers.partition(0), 0, 2), THIRD);

    boolean serves = adoption.switchTo(SECOND);

    assertThat(serves).isFalse();
    assertThat(layers.coverage().serving()).isEqualTo(FIRST);
  }

  /** Fails when a new lane must reach records of a topic that is gone. */
  @Test
  void demandsNothingOfTheNewLaneThatIsLost() throws StoreFailure {
    layers.progress().advance(FIRST, layers.at(6, 2));
    layers.accept(closed(layers.partition(0), 4), SECOND);
    adoption.adopt(FINER);
    layers.progress().advance(SECOND, layers.at(4, 1));
    boolean early = adoption.switchTo(SECOND);

    layers.progress().advance(SECOND, layers.at(4, 2));
    boolean inTime = adoption.switchTo(SECOND);

    assertThat(early).as("what is not lost is to be reached").isFalse();
    assertThat(inTime).isTrue();
    assertThat(layers.coverage().serving()).isEqualTo(SECOND);
  }

  @Test
  void retiresALaneThatDoesNotServe() throws StoreFailure {
    adoption.adopt(FINER);

    adoption.retire(SECOND);

    assertThat(layers.coverage().lanes().keySet()).containsExactly(FIRST);
  }

  /** Fails when the lane that serves may be retired: there would be no answer. */
  @Test
  void retiresNoLaneThatServes() throws StoreFailure {
    adoption.adopt(FINER);
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.adoption().switchTo(SECOND));

    adoption.retire(SECOND);

    assertThat(layers.coverage().serving()).isEqualTo(SECOND);
    assertThat(layers.coverage().lanes().keySet()).containsExactly(FIRST, SECOND);
  }
}
