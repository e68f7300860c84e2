package io.anabranch.apps.layers.batch;

import static io.anabranch.apps.layers.specs.LayersByHand.FIRST;
import static io.anabranch.apps.layers.specs.LayersByHand.SECOND;
import static io.anabranch.apps.layers.specs.LayersByHand.SPEC;
import static io.anabranch.apps.layers.specs.LayersByHand.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.specs.Interruptions;
import io.anabranch.apps.layers.specs.LayersByHand;
import io.anabranch.apps.layers.specs.Meanwhile;
import io.anabranch.apps.layers.specs.Visits;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The floor first, then what no readable epoch names; the epoch before stays readable. Deleting
 * twice, half or never costs space and nothing else.
 */
final class CleanerTest {

  private final LayersByHand layers = LayersByHand.opened();
  private final Interruptions interruptions = layers.interruptions();

  @Test
  void deletesSpeedRowsBelowTheCutOfTheEpochBefore() throws StoreFailure {
    publishSlices("a", "b", "c");

    layers.cleaner().clean(FIRST);

    assertThat(layers.slicesWithRows()).containsExactly(2L);
    assertThat(layers.lane().floor()).isEqualTo(2);
    assertThat(layers.lane().cleaned()).isEqualTo(layers.at(8));
  }

  @Test
  void deletesSegmentsThatNoReadableEpochNames() throws StoreFailure {
    publishSlices("a", "b", "c", "d");

    Cleaner.Cleaned cleaned = layers.cleaner().clean(FIRST);

    Set<SegmentName> readable = new TreeSet<>(layers.chain());
    layers.lane().previous().segments().forEach(segment -> readable.add(segment.name()));
    assertThat(cleaned.segments()).isEqualTo(2);
    assertThat(layers.segments()).isEqualTo(readable);
  }

  @Test
  void changesNoAnswer() throws StoreFailure {
    publishSlices("a", "b", "c");
    layers.visit("d");
    layers.fold();
    Answer before = layers.answer(Layer.MERGED);

    layers.cleaner().clean(FIRST);

    assertThat(layers.answer(Layer.MERGED)).isEqualTo(before);
    assertThat(counts(before)).isEqualTo(Map.of("a", 4L, "b", 4L, "c", 4L, "d", 1L));
  }

  @Test
  void deletesNothingBeforeTheSecondPublication() throws StoreFailure {
    layers.visitTimes(6, "a");
    layers.fold();
    Cleaner.Cleaned before = layers.cleaner().clean(FIRST);
    layers.publish();

    Cleaner.Cleaned after = layers.cleaner().clean(FIRST);

    assertThat(List.of(before, after)).containsOnly(new Cleaner.Cleaned(0, 0));
    assertThat(layers.slicesWithRows()).containsExactly(0L, 1L);
    assertThat(layers.segments()).hasSize(1);
  }

  @Test
  void findsNothingToDeleteTheSecondTime() throws StoreFailure {
    publishSlices("a", "b", "c");
    layers.cleaner().clean(FIRST);
    long revision = layers.coverage().revision();

    Cleaner.Cleaned again = layers.cleaner().clean(FIRST);

    assertThat(again).isEqualTo(new Cleaner.Cleaned(0, 0));
    assertThat(layers.coverage().revision()).isEqualTo(revision);
  }

  /** Fails when the cut of one partition is the delete's timestamp in another. */
  @Test
  void deletesEachPartitionUpToItsOwnCut() throws StoreFailure {
    layers.visit(layers.partition(1), "b", "b", "b", "b", "b", "b", "b", "b");
    publishSlices("a", "c");
    Deletions deletions = new Deletions();

    layers.cleaner(deletions).clean(FIRST);

    assertThat(deletions.places())
        .containsExactlyInAnyOrder(
            "turnstiles-0 below slice 1 at 4", "turnstiles-1 below slice 2 at 8");
  }

  /** Fails when deletes are sent for partitions where nothing was published. */
  @Test
  void deletesOnlyInPartitionsWhoseCutHasMoved() throws StoreFailure {
    layers.visit(layers.partition(1), "b", "b", "b", "b");
    publishSlices("a", "c");
    layers.cleaner().clean(FIRST);
    layers.publishSlice("d");
    Deletions deletions = new Deletions();

    layers.cleaner(deletions).clean(FIRST);

    assertThat(deletions.places()).containsExactly("turnstiles-0 below slice 2 at 8");
    assertThat(deletions.keys()).containsExactly("c");
  }

  @Test
  void deletesForTheKeysOfAllPublicationsSinceTheLastCleaning() throws StoreFailure {
    publishSlices("a", "b", "c");
    Deletions deletions = new Deletions();

    layers.cleaner(deletions).clean(FIRST);

    assertThat(deletions.places()).containsExactly("turnstiles-0 below slice 2 at 8");
    assertThat(deletions.keys()).containsExactly("a", "b");
  }

  /** Fails when something is deleted before the floor is raised: an older epoch still reads it. */
  @Test
  void raisesTheFloorBeforeItDeletes() throws StoreFailure {
    publishSlices("a", "b", "c");
    Set<SegmentName> segments = layers.segments();
    interruptions.before("CoverageLedger.compareAndSet", Meanwhile.unavailable());

    assertThatThrownBy(() -> layers.cleaner().clean(FIRST))
        .isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(layers.lane().floor()).isZero();
    assertThat(layers.slicesWithRows()).containsExactly(0L, 1L, 2L);
    assertThat(layers.segments()).isEqualTo(segments);
  }

  /** Fails when speed rows are deleted up to the cut of the last epoch. */
  @Test
  void keepsThePreviousEpochReadable() throws StoreFailure {
    publishSlices("a", "b");
    interruptions.after(
        "CoverageLedger.read",
        () -> {
          layers.publishSlice("a");
          layers.cleaner().clean(FIRST);
        });

    Answer answer = layers.answer(Layer.MERGED);

    assertThat(answer.provenance().epoch()).isEqualTo(2);
    assertThat(answer.provenance().reach()).isEqualTo(layers.at(12));
    assertThat(counts(answer)).isEqualTo(Map.of("a", 8L, "b", 4L));
  }

  /** Fails when everything that no chain names is deleted. */
  @Test
  void leavesWhatAPublicationUnderWayMayName() throws StoreFailure {
    publishSlices("a", "b");
    layers.visitTimes(4, "c");
    layers.archiveAll();
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.cleaner().clean(FIRST));

    Publication published = layers.publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(layers.segments()).containsAll(layers.chain());
    assertThat(layers.counts(Layer.BATCH)).isEqualTo(Map.of("a", 4L, "b", 4L, "c", 4L));
  }

  /** Fails when a lost change of the floor is not made again. */
  @Test
  void raisesTheFloorOfTheEpochThatWasPublishedMeanwhile() throws StoreFailure {
    publishSlices("a", "b", "c");
    interruptions.before("CoverageLedger.compareAndSet", () -> layers.publishSlice("d"));

    layers.cleaner().clean(FIRST);

    assertThat(layers.lane().epoch()).isEqualTo(4);
    assertThat(layers.lane().floor()).isEqualTo(3);
    assertThat(layers.slicesWithRows()).containsExactly(3L);
  }

  @Test
  void looksUpAFloorOfUnknownOutcome() throws StoreFailure {
    publishSlices("a", "b", "c");
    interruptions.after("CoverageLedger.compareAndSet", Meanwhile.outcomeUnknown());

    layers.cleaner().clean(FIRST);

    assertThat(layers.lane().floor()).isEqualTo(2);
    assertThat(layers.slicesWithRows()).containsExactly(2L);
  }

  /** Fails when rows count as deleted before they are. */
  @Test
  void deletesWhatACleaningThatDiedHasLeft() throws StoreFailure {
    publishSlices("a", "b", "c");
    interruptions.before("SpeedViews.delete", Meanwhile.unavailable());
    assertThatThrownBy(() -> layers.cleaner().clean(FIRST))
        .isInstanceOf(StoreFailure.Unavailable.class);
    OffsetVector noted = layers.lane().cleaned();

    layers.cleaner().clean(FIRST);

    assertThat(noted).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.lane().cleaned()).isEqualTo(layers.at(8));
    assertThat(layers.slicesWithRows()).containsExactly(2L);
  }

  /** Fails when a segment that another cleaning deleted stops this one. */
  @Test
  void leavesTheRestToACleaningThatIsAhead() throws StoreFailure {
    publishSlices("a", "b", "c");
    interruptions.before(
        "BatchViews.read",
        () -> {
          layers.publishSlice("d");
          layers.cleaner().clean(FIRST);
        });

    Cleaner.Cleaned cleaned = layers.cleaner().clean(FIRST);

    assertThat(cleaned).isEqualTo(new Cleaner.Cleaned(0, 0));
    assertThat(layers.lane().cleaned()).isEqualTo(layers.at(12));
    assertThat(layers.slicesWithRows()).containsExactly(3L);
  }

  /** Fails when a segment that is lost is taken for one that was cleaned away. */
  @Test
  void stopsWhereASegmentOfAReadableEpochIsLost() throws StoreFailure {
    publishSlices("a", "b");
    layers.batch().delete(layers.chain().get(0));

    assertThatThrownBy(() -> layers.cleaner().clean(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class);

    assertThat(layers.lane().cleaned()).isEqualTo(OffsetVector.ZERO);
  }

  @Test
  void sweepsAllThatARetiredDefinitionLeft() throws StoreFailure {
    layers.adoption().adopt(SPEC);
    layers.visitTimes(6, "a");
    layers.fold(FIRST);
    layers.fold(SECOND);
    layers.publish(SECOND);
    layers.adoption().retire(SECOND);

    layers.cleaner().sweep();

    assertThat(layers.batch().segments(SECOND)).isEmpty();
    assertThat(layers.speedRows(SECOND)).isEmpty();
    assertThat(layers.progress().read(SECOND)).isEqualTo(OffsetVector.ZERO);
    assertThat(layers.counts(Layer.MERGED)).isEqualTo(Map.of("a", 6L));
  }

  @Test
  void sweepsRowsThatAreWrittenAfterTheirSliceWasCleaned() throws StoreFailure {
    SpeedLayer zombie = layers.owner(FIRST, 3);
    publishSlices("a", "b", "c");
    layers.cleaner().clean(FIRST);
    zombie.step();
    Set<Long> withLeak = layers.slicesWithRows();

    layers.cleaner().sweep();

    assertThat(withLeak).containsExactly(0L, 2L);
    assertThat(layers.slicesWithRows()).containsExactly(2L);
  }

  /** Fails when all below the cut counts as a leak: older epochs still read it. */
  @Test
  void sweepsNoRowThatAReadableEpochNeeds() throws StoreFailure {
    layers.adoption().adopt(SPEC);
    publishSlices("a", "b");
    layers.fold(SECOND);

    layers.cleaner().sweep();

    assertThat(layers.slicesWithRows()).containsExactly(0L, 1L);
    assertThat(layers.speedRows(SECOND)).hasSize(2);
    assertThat(layers.segments()).hasSize(2);
  }

  private void publishSlices(String... gates) throws StoreFailure {
    for (String gate : gates) {
      layers.publishSlice(gate);
    }
  }

  /** Notes what is deleted of the gates' rows. */
  private final class Deletions implements SpeedViews {

    private final Set<String> places = new TreeSet<>();
    private final Set<String> keys = new TreeSet<>();

    Set<String> places() {
      return places;
    }

    Set<String> keys() {
      return keys;
    }

    @Override
    public void write(List<SpeedRow> rows) throws StoreFailure {
      layers.speed().write(rows);
    }

    @Override
    public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
        throws StoreFailure {
      return layers.speed().read(definition, view, selection);
    }

    @Override
    public void delete(
        DefinitionNumber definition,
        View<?> view,
        Collection<RowKey> deleted,
        Partition partition,
        long belowSlice,
        long cut)
        throws StoreFailure {
      if (view.equals(Visits.gates())) {
        places.add(partition + " below slice " + belowSlice + " at " + cut);
        deleted.forEach(key -> keys.add(key.dimensions().get(0).toString()));
      }
      layers.speed().delete(definition, view, new ArrayList<>(deleted), partition, belowSlice, cut);
    }

    @Override
    public void drop(DefinitionNumber definition) throws StoreFailure {
      layers.speed().drop(definition);
    }
  }
}
