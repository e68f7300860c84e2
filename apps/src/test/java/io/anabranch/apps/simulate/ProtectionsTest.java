package io.anabranch.apps.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.archive.Archiver;
import io.anabranch.apps.batch.Adoption;
import io.anabranch.apps.batch.ArchiveSource;
import io.anabranch.apps.batch.Cleaner;
import io.anabranch.apps.batch.EmbeddedBatchEngine;
import io.anabranch.apps.batch.Publication;
import io.anabranch.apps.batch.Publisher;
import io.anabranch.apps.log.RetainedLog;
import io.anabranch.apps.serving.LabelsAt;
import io.anabranch.apps.serving.Reader;
import io.anabranch.apps.speed.SpeedLayer;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Lane;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Row;
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
import java.time.Instant;
import java.time.ZoneOffset;
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
  private final Tally tally = new Tally();
  private final WireStateCodec codec = new WireStateCodec();
  private final Partition partition = new Partition(log.createTopic(Tally.TOPICS.get(0), 1), 0);
  private int nonces;

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

    assertThat(archive.manifest(partition).last().range().to()).isEqualTo(7);
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

  private void open(DefinitionSpec spec) throws StoreFailure {
    new Adoption(Tally.NAME, ledger, progress).open(spec, OffsetVector.ZERO);
  }

  private void produce(int records) throws StoreFailure {
    produce(records, "a");
  }

  private void produce(int records, String key) throws StoreFailure {
    for (int i = 0; i < records; i++) {
      append(key + "|1|0.5|v|1700000000|");
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
    Definition definition = ledger.read(Tally.NAME).get().lane(number).get().definition();
    SpeedLayer layer =
        new SpeedLayer(
            definition,
            tally.create(definition.spec()),
            new RetainedLog(log, archive),
            ledger,
            progress,
            speed,
            new InMemoryRejectedEvents(),
            codec,
            maxRecords);
    layer.own(partition);
    return layer;
  }

  private Publisher publisher() {
    EmbeddedBatchEngine engine =
        new EmbeddedBatchEngine(
            tally, archive, batch, new InMemoryRejectedEvents(), codec, new SameThread(), 2, 1_000);
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
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    return new Reader(Tally.NAME, ledger, progress, speed, batch, codec, log, clock)
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
