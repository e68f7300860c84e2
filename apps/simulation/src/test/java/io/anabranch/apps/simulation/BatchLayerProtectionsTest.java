package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.ports.StoreFailure;
import org.junit.jupiter.api.Test;

/**
 * Protections of archiver, publisher and cleaner: each test says without which mechanism it fails.
 */
final class BatchLayerProtectionsTest extends LayersFixture {

  /** Fails if a chain is published without a check of the epoch it was made from. */
  @Test
  void publisherThatComesSecondDiscardsItsWork() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interleaving.before("BatchViews.commit", () -> publisher().publish(FIRST));

    Publication second = publisher().publish(FIRST);

    assertThat(second).isInstanceOf(Publication.Lost.class);
    assertThat(lane().epoch()).isEqualTo(1);
    assertThat(batch.segments(FIRST))
        .containsExactlyElementsOf(lane().chain().segments().map(s -> s.name()));
    assertThat(count(Layer.BATCH)).isEqualTo(4);
  }

  /** Fails if a change of unknown outcome is treated as failed, or repeated. */
  @Test
  void publicationOfUnknownOutcomeIsLookedUp() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interleaving.after(
        "CoverageLedger.compareAndSet",
        () -> {
          throw new StoreFailure.OutcomeUnknown("the reply is lost");
        });

    Publication published = publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(lane().epoch()).isEqualTo(1);
    assertThat(count(Layer.BATCH)).isEqualTo(4);
  }

  /** Fails if segments of an older readable epoch are treated as garbage. */
  @Test
  void publisherDiscardsNothingThatAReadableEpochMayName() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interleaving.after(
        "CoverageLedger.compareAndSet",
        () -> {
          produceAndPublish(4);
          cleaner().clean(FIRST);
          assertThat(lane().floor()).isEqualTo(1);
          for (int i = 0; i < 3; i++) {
            produceAndPublish(4);
          }
          throw new StoreFailure.OutcomeUnknown("the reply is lost");
        });
    publisher().publish(FIRST);

    assertThat(batch.segments(FIRST)).anyMatch(name -> name.baseEpoch() == 0);
  }

  /** Fails if the archiver or the publisher does not check the manifest. */
  @Test
  void gapInTheManifestStopsArchiverAndPublisher() throws StoreFailure {
    open(SPEC);
    for (int i = 0; i < 3; i++) {
      produce(4);
      archive();
    }
    archive.loseEntry(partition, 4);

    assertThatThrownBy(() -> publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("gap");
    assertThatThrownBy(this::archive)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("gap");
    assertThat(lane().epoch()).isZero();
  }

  /** Fails if the archiver or the publisher does not check the manifest. */
  @Test
  void overlapInTheManifestStopsArchiverAndPublisher() throws StoreFailure {
    open(SPEC);
    produce(8);
    archive();
    archive.append(log.read(partition, 2, 6).get());

    assertThatThrownBy(() -> publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("overlap");
    assertThatThrownBy(this::archive)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("overlap");
  }

  /** Fails if an archiver relies on the end of the archive that it remembers. */
  @Test
  void pausedArchiverContinuesWhereAnotherEnded() throws StoreFailure {
    produce(2);
    Archiver slow = layers.archiver(OffsetVector.ZERO, 100);
    slow.step(partition);
    produce(4);
    archive();
    log.advanceStart(partition, 5);
    produce(1);

    slow.step(partition);

    assertThat(archive.manifest(partition, 0).last().range().to()).isEqualTo(7);
  }

  /** Fails if speed rows are deleted below the cut of the newest epoch. */
  @Test
  void cleanerDeletesOnlyRowsThatThePreviousEpochCovers() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produceAndPublish(4);
    // The reader continues with the second epoch, which needs the speed rows of the third slice.
    interleaving.after(
        "CoverageLedger.read",
        () -> {
          produceAndPublish(4);
          cleaner().clean(FIRST);
        });

    Answer answer = answer(Layer.SPEED);

    assertThat(answer.provenance().epoch()).isEqualTo(2);
    assertThat(answer.provenance().reach().at(partition)).isEqualTo(12);
    assertThat(count(answer)).isEqualTo(4);
    assertThat(lane().cleaned().at(partition)).isEqualTo(8);
    assertThat(count(Layer.MERGED)).isEqualTo(12);
  }

  /** Fails if a cut may be inside a slice: a speed row covers a whole slice. */
  @Test
  void cutIsAlwaysBetweenSlices() throws StoreFailure {
    open(SPEC);
    produce(6);
    owner(FIRST, 100).step();
    archive();

    publisher().publish(FIRST);

    assertThat(lane().cut().at(partition)).isEqualTo(4);
    assertThat(count(Layer.BATCH)).isEqualTo(4);
    assertThat(count(Layer.SPEED)).isEqualTo(2);
    assertThat(count(Layer.MERGED)).isEqualTo(6);
  }

  /** Fails if the cleaner deletes every segment that is in no chain. */
  @Test
  void cleanerKeepsSegmentsOfAPublicationInProgress() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produce(4);
    archive();
    interleaving.before("CoverageLedger.compareAndSet", () -> cleaner().clean(FIRST));

    assertThat(publisher().publish(FIRST)).isInstanceOf(Publication.Published.class);

    for (SegmentName name : lane().chain().segments().map(s -> s.name())) {
      assertThat(batch.segments(FIRST)).contains(name);
    }
    assertThat(count(Layer.BATCH)).isEqualTo(8);
  }

  /** Fails if speed rows are deleted before the floor is raised: an old epoch still reads them. */
  @Test
  void cleanerRaisesTheFloorBeforeItDeletes() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produceAndPublish(4);
    produceAndPublish(4);
    interleaving.before(
        "CoverageLedger.compareAndSet",
        () -> {
          throw new StoreFailure.Unavailable("crashes before the floor is raised");
        });

    assertThatThrownBy(() -> cleaner().clean(FIRST)).isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(lane().floor()).isZero();
    assertThat(slicesWithRows()).containsExactly(0L, 1L, 2L);
  }
}
