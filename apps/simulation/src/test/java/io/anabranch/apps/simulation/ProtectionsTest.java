package io.anabranch.apps.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.archive.Archiver;
import io.anabranch.apps.layers.batch.Adoption;
import io.anabranch.apps.layers.batch.ArchiveSource;
import io.anabranch.apps.layers.batch.Cleaner;
import io.anabranch.apps.layers.batch.EmbeddedBatchEngine;
import io.anabranch.apps.layers.batch.Publication;
import io.anabranch.apps.layers.batch.Publisher;
import io.anabranch.apps.layers.log.ArchiveBackedLog;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.fold.RejectedEvent;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryCoverageLedger;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryProgress;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.InMemorySpeedViews;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One test for each mechanism that keeps answers exact; each says without what it fails. */
final class ProtectionsTest {

  @FunctionalInterface
  private interface Meanwhile {
    void happen() throws StoreFailure;
  }

  /** Lets something happen once, around the first call of an operation. */
  private static final class Interruption implements Faults {
    private String operation = "";
    private boolean isAfter;
    private Meanwhile meanwhile = () -> {};

    void before(String called, Meanwhile happens) {
      operation = called;
      isAfter = false;
      meanwhile = happens;
    }

    void after(String called, Meanwhile happens) {
      operation = called;
      isAfter = true;
      meanwhile = happens;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      happen(call, false);
    }

    @Override
    public void after(PortCall call) throws StoreFailure {
      happen(call, true);
    }

    private void happen(PortCall call, boolean isDone) throws StoreFailure {
      if (isDone == isAfter && operation.equals(call.port() + "." + call.operation())) {
        operation = "";
        meanwhile.happen();
      }
    }
  }

  private static final SliceBits SLICES_OF_FOUR = new SliceBits(2);
  private static final DefinitionSpec SPEC = DefinitionSpec.of(Tally.NAME, SLICES_OF_FOUR);
  private static final DefinitionNumber FIRST = new DefinitionNumber(1);

  private final Interruption interruption = new Interruption();
  private final InMemoryEventLog log = new InMemoryEventLog(interruption);
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset(interruption);
  private final InMemoryProgress progress = new InMemoryProgress(interruption);
  private final InMemorySpeedViews speed = new InMemorySpeedViews(interruption);
  private final InMemoryBatchViews batch = new InMemoryBatchViews(interruption);
  private final InMemoryCoverageLedger ledger = new InMemoryCoverageLedger(interruption);
  private final InMemoryRejectedEvents rejected = new InMemoryRejectedEvents(interruption);
  private final Tally tally = new Tally();
  private final WireStateCodec codec = new WireStateCodec();
  private final Partition partition = new Partition(log.createTopic(Tally.TOPICS.get(0), 1), 0);
  private int nonces;
  private int ids;

  /** Fails when a store takes whatever is written last. */
  @Test
  void ownerThatIsBehindNeverReplacesALaterRow() throws StoreFailure {
    open(SPEC);
    produce(2);
    SpeedLayer zombie = owner(FIRST, 1);
    interruption.before("SpeedViews.write", () -> owner(FIRST, 100).step());

    zombie.step();

    Answer answer = answer(Layer.MERGED);
    assertThat(answer.provenance().reach().at(partition)).isEqualTo(2);
    assertThat(count(answer)).isEqualTo(2);
  }

  /** Fails when a row above the progress is taken as it is. */
  @Test
  void rowsAboveTheProgressAreReadAgain() throws StoreFailure {
    open(SPEC);
    produce(1, "a");
    SpeedLayer owner = owner(FIRST, 100);
    owner.step();
    produce(1, "a");
    interruption.after("Progress.read", owner::step);

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().reach().at(partition)).isEqualTo(2);
    assertThat(count(answer)).isEqualTo(2);
  }

  /** Fails when an answer whose rows stay above the progress does not leave the slice out. */
  @Test
  void answerFallsBackToTheStartOfTheSliceWhileRowsStayAboveTheProgress() throws StoreFailure {
    open(SPEC);
    produce(5, "a");
    SpeedLayer owner = owner(FIRST, 100);
    owner.step();
    produce(1, "b");
    interruption.before(
        "Progress.advance",
        () -> {
          throw new StoreFailure.Unavailable("dies before its progress");
        });
    assertThatThrownBy(owner::step).isInstanceOf(StoreFailure.Unavailable.class);

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().reach().at(partition)).isEqualTo(4);
    assertThat(count(answer)).isEqualTo(4);
  }

  /** Fails when the floor is not looked at after the rows: segments and speed rows are gone. */
  @Test
  void readerStartsOverWhenTheFloorHasPassedItsEpoch() throws StoreFailure {
    open(SPEC);
    produceAndPublish(8);
    interruption.after(
        "Progress.read",
        () -> {
          produceAndPublish(4);
          produceAndPublish(4);
          cleaner().clean(FIRST);
        });

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().epoch()).isEqualTo(3);
    assertThat(count(answer)).isEqualTo(16);
  }

  /** Fails when a chain is put without asking for the epoch that it was made from. */
  @Test
  void publisherThatComesSecondDiscardsItsWork() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interruption.before("BatchViews.commit", () -> publisher().publish(FIRST));

    Publication second = publisher().publish(FIRST);

    assertThat(second).isInstanceOf(Publication.Lost.class);
    assertThat(lane().epoch()).isEqualTo(1);
    assertThat(batch.segments(FIRST))
        .containsExactlyElementsOf(lane().chain().segments().map(s -> s.name()));
    assertThat(count(Layer.BATCH)).isEqualTo(4);
  }

  /** Fails when a change of unknown outcome is taken for lost, or made again. */
  @Test
  void publicationOfUnknownOutcomeIsLookedUp() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interruption.after(
        "CoverageLedger.compareAndSet",
        () -> {
          throw new StoreFailure.OutcomeUnknown("the reply is lost");
        });

    Publication published = publisher().publish(FIRST);

    assertThat(published).isInstanceOf(Publication.Published.class);
    assertThat(lane().epoch()).isEqualTo(1);
    assertThat(count(Layer.BATCH)).isEqualTo(4);
  }

  /** Fails when what an older readable epoch may name counts as nobody's. */
  @Test
  void publisherDiscardsNothingThatAReadableEpochMayName() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    interruption.after(
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

  /** Fails when the archiver or the publisher takes the manifest as it is. */
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

  /** Fails when the archiver or the publisher takes the manifest as it is. */
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

  /** Fails when the second archiver takes what it knew of the archive's end for the archive's. */
  @Test
  void archiverThatStoodStillGoesOnFromWhereAnotherEnded() throws StoreFailure {
    produce(2);
    Archiver slow = new Archiver(log, archive, OffsetVector.ZERO, 100);
    slow.step(partition);
    produce(4);
    archive();
    log.advanceStart(partition, 5);
    produce(1);

    slow.step(partition);

    assertThat(archive.manifest(partition, 0).last().range().to()).isEqualTo(7);
  }

  /** Fails when speed rows are deleted below the cut of the epoch itself. */
  @Test
  void cleanerDeletesOnlyWhatThePreviousEpochHolds() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produceAndPublish(4);
    // The reader goes on with the second epoch, which needs the third slice's speed rows.
    interruption.after(
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

  /** Fails when a fold of a slice starts without the ids of the horizon before it. */
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

  /** Fails when ids before the origin are looked at. */
  @Test
  void idsBeforeTheOriginAreNotLookedAt() throws StoreFailure {
    produceId("x");
    Adoption adoption = new Adoption(Tally.NAME, ledger, progress);
    adoption.open(SPEC.withDuplicates(new DuplicateRule("id", 9)), OffsetVector.of(partition, 1));
    produceId("x");
    produceId("x");

    owner(FIRST, 100).step();

    assertThat(count(Layer.MERGED)).isEqualTo(1);
  }

  /** Fails when what retention took is not read from the master dataset. */
  @Test
  void newOwnerReadsFromTheArchiveWhatRetentionTook() throws StoreFailure {
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

  /** Fails when a number is given again: the retired definition's rows would count. */
  @Test
  void numberOfARetiredDefinitionIsNeverGivenAgain() throws StoreFailure {
    open(SPEC);
    produce(2);
    Adoption adoption = new Adoption(Tally.NAME, ledger, progress);
    Definition second = adoption.adopt(SPEC.withSliceBits(new SliceBits(0)));
    owner(second.number(), 100).step();
    adoption.retire(second.number());

    Definition third = adoption.adopt(SPEC);

    assertThat(third.number()).isEqualTo(new DefinitionNumber(3));
    assertThat(progress.read(third.number())).isEqualTo(OffsetVector.ZERO);
  }

  /** Fails when a layer that is behind jumps to the cut of the epoch itself. */
  @Test
  void speedLayerJumpsOnlyToTheReadableCut() throws StoreFailure {
    open(SPEC);
    produce(4);
    archive();
    publisher().publish(FIRST);
    Meanwhile publishAgain =
        () -> {
          produce(4);
          archive();
          publisher().publish(FIRST);
          SpeedLayer late = owner(FIRST, 100);
          while (late.step() > 0) {
            // To the end.
          }
        };
    interruption.after("CoverageLedger.read", publishAgain);

    Answer answer = answer(Layer.SPEED);

    assertThat(answer.provenance().epoch()).isEqualTo(1);
    assertThat(answer.provenance().reach().at(partition)).isEqualTo(8);
    assertThat(count(answer)).isEqualTo(4);
  }

  /** Fails when the cut may stand inside a slice: speed rows hold no part of one. */
  @Test
  void cutStandsOnlyBetweenSlices() throws StoreFailure {
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

  /** Fails when the cleaner deletes whatever no chain names. */
  @Test
  void cleanerLeavesWhatAPublicationUnderWayMayName() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produce(4);
    archive();
    interruption.before("CoverageLedger.compareAndSet", () -> cleaner().clean(FIRST));

    assertThat(publisher().publish(FIRST)).isInstanceOf(Publication.Published.class);

    for (SegmentName name : lane().chain().segments().map(s -> s.name())) {
      assertThat(batch.segments(FIRST)).contains(name);
    }
    assertThat(count(Layer.BATCH)).isEqualTo(8);
  }

  /**
   * Fails when speed rows are deleted before the floor is raised: an old epoch still reads them.
   */
  @Test
  void cleanerRaisesTheFloorBeforeItDeletes() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);
    produceAndPublish(4);
    produceAndPublish(4);
    interruption.before(
        "CoverageLedger.compareAndSet",
        () -> {
          throw new StoreFailure.Unavailable("dies before the floor is raised");
        });

    assertThatThrownBy(() -> cleaner().clean(FIRST)).isInstanceOf(StoreFailure.Unavailable.class);

    assertThat(lane().floor()).isZero();
    assertThat(slicesWithRows()).containsExactly(0L, 1L, 2L);
  }

  /** Fails when a lane that is gone counts as readable: its rows were swept under the reader. */
  @Test
  void readerStartsOverWhenItsDefinitionIsRetired() throws StoreFailure {
    open(SPEC);
    produce(6);
    owner(FIRST, 100).step();
    Definition second = adoption().adopt(SPEC);
    owner(second.number(), 100).step();
    interruption.after(
        "Progress.read",
        () -> {
          adoption().switchTo(second.number());
          adoption().retire(FIRST);
          cleaner().sweep();
        });

    Answer answer = answer(Layer.MERGED);

    assertThat(answer.provenance().definition()).isEqualTo(second.number());
    assertThat(count(answer)).isEqualTo(6);
  }

  /** Fails when a lane may serve before it answers as far as the one that serves. */
  @Test
  void definitionServesOnlyOnceItReachesWhatWasAnswered() throws StoreFailure {
    open(SPEC);
    produce(6);
    owner(FIRST, 100).step();
    Definition second = adoption().adopt(SPEC);
    SpeedLayer owner = owner(second.number(), 5);
    owner.step();

    boolean early = adoption().switchTo(second.number());
    owner.step();
    boolean onTime = adoption().switchTo(second.number());

    assertThat(early).isFalse();
    assertThat(onTime).isTrue();
  }

  /** Fails when both lanes are asked at once: under traffic, neither is ever ahead of the other. */
  @Test
  void definitionServesWhileRecordsKeepComing() throws StoreFailure {
    open(SPEC);
    produce(6);
    SpeedLayer before = owner(FIRST, 100);
    before.step();
    Definition second = adoption().adopt(SPEC);
    SpeedLayer after = owner(second.number(), 100);
    after.step();
    interruption.after(
        "Progress.read",
        () -> {
          produce(1);
          before.step();
          after.step();
        });

    assertThat(adoption().switchTo(second.number())).isTrue();
  }

  /** Fails when a change that certainly lost is taken for one of unknown outcome. */
  @Test
  void twoAdoptionsGetTwoNumbers() throws StoreFailure {
    open(SPEC);
    List<Definition> other = new ArrayList<>();
    interruption.before("CoverageLedger.compareAndSet", () -> other.add(adoption().adopt(SPEC)));

    Definition mine = adoption().adopt(SPEC);

    assertThat(mine.number()).isNotEqualTo(other.get(0).number());
  }

  /** Fails when the progress passes a rejected event that was not written. */
  @Test
  void rejectedEventsAreWrittenBeforeTheProgress() throws StoreFailure {
    open(SPEC);
    append("rubbish");
    SpeedLayer owner = owner(FIRST, 100);
    interruption.before(
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

  /** Fails when a speed layer writes for good what batch has passed and cleaned. */
  @Test
  void backlogThatBatchHasPassedIsLeftToIt() throws StoreFailure {
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

  /** Fails when a topic that was deleted and created again is folded on with the one before. */
  @Test
  void recreatedTopicIsRefused() throws StoreFailure {
    open(SPEC);
    produceAndPublish(4);

    Partition recreated = new Partition(log.recreateTopic(Tally.TOPICS.get(0)), 0);
    log.append(recreated, 0, Option.none(), Option.none());

    assertThatThrownBy(() -> owner(FIRST, 100, recreated))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");
    assertThat(new Archiver(log, archive, OffsetVector.ZERO, 100).step(recreated))
        .as("archived under its own id")
        .isTrue();
    assertThatThrownBy(() -> publisher().publish(FIRST))
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("was recreated");
  }

  /** Fails when a topic that nothing was folded of counts as read to its end. */
  @Test
  void answerIsBehindByWhatWasNeverFolded() throws StoreFailure {
    open(SPEC);
    produce(7);

    LogWatch watch =
        new LogWatch(log, Tally.TOPICS, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), Duration.ZERO);

    assertThat(watch.behind(OffsetVector.ZERO).get().positions()).isEqualTo(7);
  }

  private List<Long> slicesWithRows() throws StoreFailure {
    SortedSet<Long> slices = new TreeSet<>();
    for (View<?> view : Tally.create(false).storedViews()) {
      try (Cursor<SpeedRow> rows = speed.read(FIRST, view, Selection.ALL)) {
        for (Option<SpeedRow> row = rows.next(); row.isDefined(); row = rows.next()) {
          slices.add(row.get().slice());
        }
      }
    }
    return List.copyOf(slices);
  }

  private List<Long> rejectedOffsets() throws StoreFailure {
    List<Long> offsets = new ArrayList<>();
    try (Cursor<RejectedEvent> events = rejected.read(FIRST)) {
      for (Option<RejectedEvent> event = events.next(); event.isDefined(); event = events.next()) {
        offsets.add(event.get().offset());
      }
    }
    return offsets;
  }

  private Adoption adoption() {
    return new Adoption(Tally.NAME, ledger, progress);
  }

  private void open(DefinitionSpec spec) throws StoreFailure {
    new Adoption(Tally.NAME, ledger, progress).open(spec, OffsetVector.ZERO);
  }

  private void produce(int records) throws StoreFailure {
    produce(records, "a");
  }

  private void produce(int records, String key) throws StoreFailure {
    for (int i = 0; i < records; i++) {
      append(key + "|1|0.5|v|1700000000|only-" + ids++);
    }
  }

  private void produceId(String id) throws StoreFailure {
    append("a|1|0.5|v|1700000000|" + id);
  }

  private void append(String line) throws StoreFailure {
    log.append(partition, 0, Option.none(), Option.some(line.getBytes(StandardCharsets.UTF_8)));
  }

  private void archive() throws StoreFailure {
    Archiver archiver = new Archiver(log, archive, OffsetVector.ZERO, 100);
    while (archiver.step(partition)) {
      // One file after the other.
    }
  }

  private void produceAndPublish(int records) throws StoreFailure {
    produce(records);
    owner(FIRST, 100).step();
    archive();
    publisher().publish(FIRST);
  }

  private Lane lane() throws StoreFailure {
    return ledger.read(Tally.NAME).get().servingLane();
  }

  private SpeedLayer owner(DefinitionNumber number, int maxRecords) throws StoreFailure {
    return owner(number, maxRecords, partition);
  }

  private SpeedLayer owner(DefinitionNumber number, int maxRecords, Partition owned)
      throws StoreFailure {
    Definition definition = ledger.read(Tally.NAME).get().lane(number).get().definition();
    SpeedLayer layer =
        new SpeedLayer(
            definition,
            tally.create(definition.spec()),
            new ArchiveBackedLog(log, archive),
            ledger,
            progress,
            speed,
            rejected,
            codec,
            maxRecords);
    layer.own(owned);
    return layer;
  }

  private Publisher publisher() {
    EmbeddedBatchEngine engine =
        new EmbeddedBatchEngine(
            tally, archive, batch, rejected, codec, new DirectExecutor(), 2, 1_000);
    return new Publisher(
        Tally.NAME,
        ledger,
        batch,
        engine,
        new ArchiveSource(tally, archive, engine),
        () -> "n" + nonces++);
  }

  private Cleaner cleaner() {
    return new Cleaner(Tally.NAME, tally, ledger, speed, progress, batch);
  }

  private Answer answer(Layer layer) throws StoreFailure {
    Query.Fitted query = Query.ALL.fit(Tally.create(false).presentation("keys").get()).get();
    return new Reader(Tally.NAME, ledger, progress, speed, batch, codec)
        .answer(query, layer, LabelsAt.NONE, OffsetVector.ZERO);
  }

  private long count(Layer layer) throws StoreFailure {
    return count(answer(layer));
  }

  private static long count(Answer answer) {
    long count = 0;
    for (Row row : answer.rows()) {
      count += Long.parseLong(row.values().get(1).toString());
    }
    return count;
  }
}
