package io.anabranch.apps.layers.batch;

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
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.ports.StoreFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The cut, the manifest's chain, the fold under a name of its own, then the pointer, which moves
 * only if the epoch is still the base.
 */
final class PublisherTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  @Test
  void publishesTheNextEpochOfALane() throws StoreFailure {
    layers.visitTimes(4, "a");

    Publication published = layers.publish();

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane().epoch()).isEqualTo(1);
    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when the cut may stand inside a slice: speed rows hold no part of one. */
  @Test
  void cutsOnlyBetweenSlices() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.fold();

    layers.publish();

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 6L));
  }

  @Test
  void cutsNoFurtherThanTheArchive() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    layers.visitTimes(4, "b");

    layers.publisher().publish(FIRST);

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  @Test
  void publishesNothingUntilASliceIsClosed() throws StoreFailure {
    layers.visitTimes(3, "a");

    Publication published = layers.publish();

    assertThat(published).isEqualTo(new Publication.NothingNew(layers.lane()));
    assertThat(layers.lane().epoch()).isZero();
    assertThat(layers.segments()).isEmpty();
  }

  @Test
  void needsNoSpeedLayerAndNoProgress() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    interruptions.forgetCalls();

    layers.publisher().publish(FIRST);

    assertThat(interruptions.calls())
        .contains("BatchViews.write")
        .noneMatch(call -> call.startsWith("SpeedViews") || call.startsWith("Progress"));
  }

  @Test
  void writesUnderANameOfItsOwn() throws StoreFailure {
    layers.publishSlice("a");

    layers.publishSlice("b");

    assertThat(layers.chain())
        .containsExactly(new SegmentName(FIRST, 0, "n0"), new SegmentName(FIRST, 1, "n1"));
  }

  @Test
  void startsAPartitionThatWasAddedLaterAtZero() throws StoreFailure {
    layers.publishSlice("a");
    layers.log().addPartitions(Visits.TOPIC, 1);
    layers.visit(layers.partition(2), "b", "b", "b", "b");

    layers.publish();

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4).with(layers.partition(2), 4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  @Test
  void mergesNeighboursOfSimilarSizeBehindTheNewest() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");
    layers.publishSlice("c");

    assertThat(layers.lane().chain().segments().map(Segment::to))
        .containsExactly(layers.at(8), layers.at(12));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 4L, "c", 4L));
  }

  @Test
  void writesInProportionToWhatIsNewBehindALargeSegment() throws StoreFailure {
    layers.visit("a", "b", "c", "d", "e", "f", "g", "h");
    layers.publish();
    layers.publishSlice("a");
    layers.publishSlice("a");

    assertThat(layers.lane().chain().segments().map(Segment::to))
        .containsExactly(layers.at(8), layers.at(12), layers.at(16));
  }

  @Test
  void foldsEverythingAgainIntoAChainOfOne() throws StoreFailure {
    layers.publishSlice("a");
    layers.publishSlice("b");

    Publication again = layers.publisher().republish(FIRST);

    assertThat(again).isInstanceOf(Publication.Published.class);
    assertThat(layers.lane().epoch()).isEqualTo(3);
    assertThat(layers.lane().chain().segments().map(Segment::from))
        .containsExactly(OffsetVector.ZERO);
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  @Test
  void foldsClosedSpeedSlicesInKappaMode() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.fold();

    layers.kappaPublisher().publish(FIRST);

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 6L));
  }

  /** Fails when rows are folded that no progress vouches for: others may be missing. */
  @Test
  void cutsNoFurtherThanTheProgressInKappaMode() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.fold();
    layers.visitTimes(4, "b");
    layers.foldAndDieBeforeTheProgress();

    layers.kappaPublisher().publish(FIRST);

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L));
  }

  /** Fails when closed slices are folded again although the cleaner has deleted them. */
  @Test
  void foldsNothingAgainInKappaMode() throws StoreFailure {
    for (String gate : new String[] {"a", "b"}) {
      layers.visitTimes(4, gate);
      layers.fold();
      layers.kappaPublisher().publish(FIRST);
    }
    layers.cleaner().clean(FIRST);
    Publisher kappa = layers.kappaPublisher();

    assertThatThrownBy(() -> kappa.republish(FIRST)).isInstanceOf(IllegalStateException.class);

    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 4L));
  }

  /** Fails when the batch layer does not read the ids before its range. */
  @Test
  void readsTheIdsOfTheHorizonBeforeWhatItFolds() throws StoreFailure {
    LayersByHand identified = LayersByHand.opened(lookingBack(2));
    identified.visit("a 1", "a 2", "a 3", "a 4");
    identified.publish();
    identified.visit("b 3", "b 4", "b 2", "b 5");

    identified.publish();

    assertThat(identified.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 2L));
  }

  /** Fails when ids before the origin are looked at. */
  @Test
  void readsNoIdsBeforeTheOrigin() throws StoreFailure {
    LayersByHand late = LayersByHand.opened(lookingBack(9), 1);
    late.visit("a 1", "a 1", "a 2", "a 3");

    late.publish();

    assertThat(late.lane().cut()).isEqualTo(late.at(4));
    assertThat(late.counts(Layer.BATCH)).isEqualTo(Map.of("a", 3L));
  }

  /** Fails when a segment is published whose rejected events are written nowhere. */
  @Test
  void writesRejectedEventsBeforeTheyArePublished() throws StoreFailure {
    layers.visit("a", Visits.REJECTED, "a", "a");
    interruptions.before("RejectedEvents.write", Meanwhile.unavailable());

    assertThatThrownBy(layers::publish).isInstanceOf(StoreFailure.Unavailable.class);
    long epoch = layers.lane().epoch();
    layers.publish();

    assertThat(epoch).isZero();
    assertThat(layers.lane().epoch()).isEqualTo(1);
    assertThat(layers.rejectedOffsets()).containsExactly(1L);
  }

  /** Fails when the manifest is taken as it is. */
  @Test
  void stopsAtAGapOfTheManifestBeforeItFolds() throws StoreFailure {
    for (int file = 0; file < 3; file++) {
      layers.visitTimes(4, "a");
      layers.archiveAll();
    }
    layers.archive().loseEntry(layers.partition(0), 4);
    interruptions.forgetCalls();

    assertThatThrownBy(() -> layers.publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("gap");

    assertThat(layers.lane().epoch()).isZero();
    assertThat(interruptions.calls()).doesNotContain("MasterDataset.read", "BatchViews.write");
  }

  @Test
  void stopsAtAnOverlapOfTheManifest() throws StoreFailure {
    layers.visitTimes(8, "a");
    layers.archiveAll();
    layers.archive().append(layers.log().read(layers.partition(0), 2, 6).get());

    assertThatThrownBy(() -> layers.publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("overlap");

    assertThat(layers.lane().epoch()).isZero();
  }

  /** Fails when a topic that was recreated is folded on from the one before. */
  @Test
  void refusesATopicThatWasRecreated() throws StoreFailure {
    layers.publishSlice("a");
    Partition recreated = new Partition(layers.log().recreateTopic(Visits.TOPIC), 0);
    layers.visit(recreated, "b", "b", "b", "b");

    assertThatThrownBy(layers::publish)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");

    assertThat(layers.lane().cut()).isEqualTo(layers.at(4));
  }

  /** Fails when a closed partition is cut between slices: its last slice is never whole. */
  @Test
  void foldsAClosedPartitionToItsEnd() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.archiveAll();
    layers.log().recreateTopic(Visits.TOPIC);
    layers.accept(closed(layers.partition(0), 6), SECOND);
    layers.adoption().adopt(SPEC);

    layers.publish(SECOND);

    assertThat(layers.lane(SECOND).cut()).isEqualTo(layers.at(6));
    layers.adoption().switchTo(SECOND);
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 6L));
  }

  /** Fails when a closed partition is folded as far as its archive happens to go. */
  @Test
  void refusesAClosedPartitionThatIsNotArchivedToItsEnd() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.archiveAll();
    layers.accept(closed(layers.partition(0), 9), SECOND);
    layers.adoption().adopt(SPEC);
    interruptions.forgetCalls();

    assertThatThrownBy(() -> layers.publisher().publish(SECOND))
        .isInstanceOf(StoreFailure.Corrupt.class);

    assertThat(layers.lane(SECOND).epoch()).isZero();
    assertThat(interruptions.calls()).doesNotContain("MasterDataset.read", "BatchViews.write");
  }

  /** Fails when a definition from before a loss is published: it would pass over it unnamed. */
  @Test
  void publishesNothingOfADefinitionFromBeforeAnAcceptedLoss() throws StoreFailure {
    layers.visitTimes(4, "a");
    layers.archiveAll();
    layers.accept(expired(layers.partition(1), 0, 2), SECOND);

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isEqualTo(new Publication.NothingNew(layers.lane()));
    assertThat(layers.segments()).isEmpty();
  }

  @Test
  void publishesNothingOfARetiredDefinition() throws StoreFailure {
    layers.adoption().adopt(SPEC);
    layers.adoption().retire(SECOND);
    layers.visitTimes(4, "a");

    Publication published = layers.publish(SECOND);

    assertThat(published).isInstanceOf(Publication.Retired.class);
    assertThat(layers.batch().segments(SECOND)).isEmpty();
  }
}
