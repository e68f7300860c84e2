package io.anabranch.apps.layers.batch;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static io.anabranch.apps.layers.specs.LayersByHand.expired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A publication while others change the coverage, and one whose stores fail. */
final class PublisherRaceTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  /** Fails when the pointer moves although the epoch is no longer the base. */
  @Test
  void republishesNothingWhenAnotherPublisherWon() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before("BatchViews.commit", () -> layers.publisher().publish(FIRST));

    Publication second = layers.publisher().publish(FIRST);

    assertThat(second).isInstanceOf(Publication.Lost.class);
    assertThat(layers.lane().epoch()).isEqualTo(1);
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when the loser leaves its segments behind. */
  @Test
  void discardsItsWorkWhenAnotherPublisherWon() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.publisher().publish(FIRST));

    layers.publisher().publish(FIRST);

    assertThat(layers.segments()).isEqualTo(Set.copyOf(layers.chain()));
  }

  /** Fails when a change of the coverage that leaves the lane alone is taken for a lost race. */
  @Test
  void triesAgainWithoutAnotherFoldWhenOnlyTheFloorWasRaised() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");
    layers.visitTimes(4, "c");
    layers.archiveAll();
    interruptions.forgetCalls();
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.cleaner().clean(FIRST));

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane().epoch()).isEqualTo(3);
    assertThat(layers.lane().floor()).isEqualTo(1);
    assertThat(interruptions.calls())
        .as("a merged segment and a new one")
        .filteredOn("BatchViews.write"::equals)
        .hasSize(2);
  }

  @Test
  void triesAgainWhenOnlyALaneWasAdded() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.adoption().adopt(SPEC));

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane(FIRST).epoch()).isEqualTo(1);
    assertThat(layers.lane(SECOND).epoch()).isZero();
  }

  /** Fails when a change of unknown outcome is taken for lost, or made again. */
  @Test
  void looksUpAnUnknownOutcomeBeforeRetrying() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.after("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane().epoch()).isEqualTo(1);
    assertThat(layers.segments()).isEqualTo(Set.copyOf(layers.chain()));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when a change of unknown outcome is taken for made. */
  @Test
  void retriesAChangeOfUnknownOutcomeThatDoesNotStand() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane().epoch()).isEqualTo(1);
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when a segment is deleted because the last two epochs do not name it. */
  @Test
  void discardsNothingThatAReadableEpochMayName() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.after(
        "CoverageLedger.compareAndSet",
        () -> {
          layers.publishSlice("b");
          layers.cleaner().clean(FIRST);
          layers.publishSlice("c");
          layers.publishSlice("d");
          layers.publishSlice("e");
          Meanwhile.outcomeUnknown().happen();
        });

    layers.publisher().publish(FIRST);

    assertThat(layers.lane().floor()).as("the oldest readable epoch").isEqualTo(1);
    assertThat(layers.segments()).contains(new SegmentName(FIRST, 0, "n0"));
  }

  /** Fails when a lane that froze during the fold is published. */
  @Test
  void losesWhenALossIsAcceptedMeanwhile() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before(
        "CoverageLedger.compareAndSet",
        () -> layers.accept(expired(layers.partition(1), 0, 2), SECOND));

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Lost.class);
    assertThat(layers.lane().chain().segments()).isEmpty();
  }

  @Test
  void discardsItsWorkWhenItsDefinitionIsRetiredMeanwhile() throws StoreFailure {
    layers.adoption().adopt(SPEC);
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.adoption().retire(SECOND));

    Publication published = layers.publisher().publish(SECOND);

    assertThat(published).isInstanceOf(Publication.Retired.class);
    assertThat(layers.batch().segments(SECOND)).isEmpty();
  }

  /** Fails when a segment that was cleaned away after a lost race stops the layer. */
  @Test
  void losesWhenWhatItMergesWasCleanedAway() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");
    layers.visitTimes(4, "c");
    layers.archiveAll();
    interruptions.before(
        "BatchViews.read",
        () -> {
          layers.publisher().publish(FIRST);
          layers.publishSlice("d");
          layers.cleaner().clean(FIRST);
        });

    Publication second = layers.publisher().publish(FIRST);

    assertThat(second).isInstanceOf(Publication.Lost.class);
    assertThat(layers.lane().epoch()).isEqualTo(4);
    assertThat(layers.segments()).isEqualTo(readable());
  }

  @Test
  void stopsWhereASegmentThatItMergesIsLost() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");
    SegmentName lost = layers.chain().get(0);
    layers.batch().delete(lost);
    layers.visitTimes(4, "c");

    assertThatThrownBy(layers::publish)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining(lost.toString());

    assertThat(layers.lane().epoch()).isEqualTo(2);
    assertThat(layers.segments()).containsExactly(layers.chain().get(1));
  }

  /** Fails when a segment that was written half stays behind. */
  @Test
  void leavesNoSegmentBehindWhenTheFoldFails() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");
    layers.visitTimes(4, "c");
    layers.archiveAll();
    Set<SegmentName> before = layers.segments();
    interruptions.before("MasterDataset.read", Meanwhile.unavailable());

    assertThatThrownBy(() -> layers.publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(layers.segments()).isEqualTo(before);
    assertThat(layers.lane().epoch()).isEqualTo(2);
  }

  /** Fails when a failure to clean up hides the failure of the fold. */
  @Test
  void reportsWhyTheFoldFailedEvenIfItsSegmentCannotBeDeleted() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.before(
        "BatchViews.commit",
        () -> {
          interruptions.before("BatchViews.delete", Meanwhile.unavailable());
          throw new StoreFailure.OutcomeUnknown("the segment may be whole");
        });

    Throwable thrown = catchThrowable(() -> layers.publisher().publish(FIRST));

    assertThat(thrown)
        .isInstanceOf(StoreFailure.OutcomeUnknown.class)
        .hasMessage("the segment may be whole");
    assertThat(thrown.getSuppressed()).hasOnlyElementsOfType(StoreFailure.Unavailable.class);
    assertThat(layers.lane().epoch()).isZero();
    assertThat(layers.segments()).hasSize(1);
  }

  /** What the last epoch and the one before name. */
  private Set<SegmentName> readable() throws StoreFailure {
    Set<SegmentName> names = new TreeSet<>(layers.chain());
    layers.lane().previous().segments().forEach(segment -> names.add(segment.name()));
    return names;
  }
}
