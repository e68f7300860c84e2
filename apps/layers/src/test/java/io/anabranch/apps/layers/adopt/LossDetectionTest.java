package io.anabranch.apps.layers.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.LayerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.archive.ArchiveLayer;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.layers.audit.Shop;
import io.anabranch.apps.layers.batch.BatchLayer;
import io.anabranch.apps.layers.serving.LabelsAt;
import io.anabranch.apps.layers.serving.LogWatch;
import io.anabranch.apps.layers.serving.Reader;
import io.anabranch.apps.layers.speed.DefinitionFold;
import io.anabranch.apps.layers.speed.DefinitionFolds;
import io.anabranch.domain.answer.Answer;
import io.anabranch.domain.answer.Layer;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.coverage.Loss;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs all layers of the vending workload over in-memory ports while their log loses records. */
final class LossDetectionTest {

  @FunctionalInterface
  private interface Meanwhile {
    void happen() throws StoreFailure;
  }

  /** Runs an action once, before the first call of an operation. */
  private static final class Interruption implements Faults {
    private String operation = "";
    private Meanwhile meanwhile = () -> {};

    void before(String called, Meanwhile happens) {
      operation = called;
      meanwhile = happens;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      if (operation.equals(call.port() + "." + call.operation())) {
        operation = "";
        meanwhile.happen();
      }
    }
  }

  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
  private static final DefinitionSpec SPEC =
      DefinitionSpec.of(VendingWorkload.NAME, new SliceBits(3));

  private final Interruption interruption = new Interruption();
  private final InMemoryEventLog log = new InMemoryEventLog(interruption);
  private final LayerPorts ports = LayerPorts.inMemory(log, interruption, new WireStateCodec());
  private final Workload<?> workload = Shop.vending().create(SPEC);
  private final Layers layers =
      new Layers(
          Shop.vending(),
          ports,
          LayerSettings.DEFAULTS
              .withRecordsPerStep(1_000)
              .withFoldingThreads(2)
              .withRowsInMemory(1_000));
  private final Reader reader = layers.reader();
  private final ArchiveLayer archive =
      layers.archive(List.of(VendingWorkload.TOPIC), OffsetVector.ZERO);
  private final LossDetection losses = layers.losses(List.of(VendingWorkload.TOPIC));
  private DefinitionFolds speed = newSpeed();
  private BatchLayer batch = newBatch();
  private int nonces;
  private Partition old;

  @BeforeEach
  void open() throws StoreFailure {
    old = new Partition(log.createTopic(VendingWorkload.TOPIC, 1), 0);
    layers.adoption().open(SPEC, OffsetVector.ZERO);
  }

  /** Fails when a later definition counts only complete slices of the closed topic, or none. */
  @Test
  void recreatedTopicIsClosedAtItsArchivedEndAndAnswersContinueWithTheNewOne() throws StoreFailure {
    sell(old, 12);
    archive.step();
    sell(old, 8);
    fold();
    Partition recreated = recreate();
    sell(recreated, 7);
    assertThat(stops(this::fold)).contains("was recreated").doesNotContain("adopt");
    archive.step();
    assertThat(stops(batch::handOver)).contains("was recreated");
    assertThat(losses.find().lost())
        .containsExactly(new LossReport.Lost(old, new OffsetRange(12, 20), Loss.Cause.RECREATED));

    Vector<Loss> accepted = losses.accept(NOW, "ada");
    restart();

    assertThat(accepted).hasSize(1);
    assertThat(losses.find().isNothing()).isTrue();
    assertThat(purchases(answer())).as("rows of the old definition").isEqualTo(20);
    assertThat(answer().provenance().losses()).isEmpty();
    runUntilNewDefinitionServes();
    Answer answer = answer();
    assertThat(purchases(answer)).isEqualTo(12 + 7);
    assertThat(answer.provenance().isExact()).isTrue();
    assertThat(answer.provenance().reach()).isEqualTo(OffsetVector.of(old, 12).with(recreated, 7));
    assertThat(answer.provenance().losses())
        .containsExactly(
            new Loss(
                old,
                new OffsetRange(12, 20),
                Loss.Cause.RECREATED,
                Option.some(new DefinitionNumber(2)),
                NOW,
                "ada"));
    LogWatch watch = new LogWatch(log, workload.topics(), Shop.CLOCK, Duration.ZERO);
    assertThat(watch.behind(answer.provenance().reach()).get().positions()).isZero();
    assertThat(audit().isClean()).isTrue();
  }

  @Test
  void nothingIsLostOfATopicThatWasFullyArchived() throws StoreFailure {
    sell(old, 12);
    archive.step();
    fold();
    Partition recreated = recreate();
    sell(recreated, 9);

    assertThat(losses.find().lost())
        .containsExactly(new LossReport.Lost(old, new OffsetRange(12, 12), Loss.Cause.RECREATED));
    losses.accept(NOW, "ada");
    restart();
    runUntilNewDefinitionServes();

    assertThat(purchases(answer())).isEqualTo(12 + 9);
  }

  @Test
  void topicMayBeRecreatedAgain() throws StoreFailure {
    sell(old, 12);
    archive.step();
    fold();
    Partition second = recreate();
    sell(second, 5);
    losses.accept(NOW, "ada");
    restart();
    runUntilNewDefinitionServes();
    Partition third = recreate();
    sell(third, 4);
    archive.step();

    losses.accept(NOW, "ada");
    restart();
    runUntilNewDefinitionServes();

    assertThat(purchases(answer())).isEqualTo(12 + 5 + 4);
    assertThat(answer().provenance().losses()).hasSize(2);
    assertThat(audit().isClean()).isTrue();
  }

  /**
   * Fails when a layer folds beyond a loss before it is recorded, or when the old definition does.
   */
  @Test
  void allLayersSkipWhatRetentionDeleted() throws StoreFailure {
    sell(old, 12);
    archive.step();
    batch.handOver();
    sell(old, 8);
    log.advanceStart(old, 18);
    assertThat(stops(archive::step)).contains("lost").doesNotContain("adopt");
    assertThat(stops(this::fold)).contains("was deleted before it was archived");
    assertThat(losses.find().lost())
        .containsExactly(new LossReport.Lost(old, new OffsetRange(12, 18), Loss.Cause.EXPIRED));

    losses.accept(NOW, "ada");
    for (DefinitionFold fold : speed.folds()) {
      assertThat(stops(() -> fold.step(Duration.ZERO))).contains("is frozen");
    }
    archive.step();
    restart();
    runUntilNewDefinitionServes();

    Answer answer = answer();
    assertThat(purchases(answer)).isEqualTo(12 + 2);
    assertThat(answer.provenance().reach()).isEqualTo(OffsetVector.of(old, 20));
    assertThat(answer.provenance().losses().map(Loss::range))
        .containsExactly(new OffsetRange(12, 18));
    assertThat(audit().isClean()).isTrue();
  }

  /** Fails when records stay recorded as lost although an archiver had them. */
  @Test
  void recordsThatAnArchiverStillHasAreNotLost() throws StoreFailure {
    sell(old, 20);
    RecordBatch held = log.read(old, 0, 15).get();
    log.advanceStart(old, 18);
    interruption.before("MasterDataset.append", () -> ports.archive().append(held));

    Vector<Loss> accepted = losses.accept(NOW, "ada");

    assertThat(accepted.map(Loss::range)).containsExactly(new OffsetRange(15, 18));
    runUntilNewDefinitionServes();
    assertThat(purchases(answer())).isEqualTo(15 + 2);
  }

  /** Fails when layers continue before it is certain that all skip the same offsets. */
  @Test
  void crashWhileAcceptingFreezesDefinitionsUntilTheNextCall() throws StoreFailure {
    sell(old, 20);
    fold();
    log.advanceStart(old, 18);
    interruption.before(
        "MasterDataset.append",
        () -> {
          throw new StoreFailure.Unavailable("no archive");
        });
    assertThatThrownBy(() -> losses.accept(NOW, "ada")).hasMessage("no archive");

    batch.handOver();
    batch.handOver();
    assertThat(coverage().isAccepting()).isTrue();
    assertThat(coverage().lastDefinition()).isEqualTo(1);
    assertThat(purchases(answer())).isEqualTo(20);
    assertThat(losses.find().isNothing()).isFalse();

    losses.accept(NOW.plusSeconds(1), "bob");
    restart();
    runUntilNewDefinitionServes();
    assertThat(purchases(answer())).isEqualTo(2);
    assertThat(answer().provenance().losses().map(Loss::by)).containsExactly("ada");
  }

  @Test
  void recordsLostFromTheEndAreNotAccepted() throws StoreFailure {
    sell(old, 12);
    archive.step();
    log.truncate(old, 9);

    assertThat(losses.find().obstacles()).hasSize(1);
    LossReport.Obstacle obstacle = losses.find().obstacles().head();
    assertThat(obstacle.reason()).isEqualTo(StoreFailure.Reason.TOPIC_TRUNCATED);
    assertThat(obstacle.description()).contains("ends at 9", "to 12 before");
    assertThatThrownBy(() -> losses.accept(NOW, "ada")).isInstanceOf(StoreFailure.Corrupt.class);
    assertThat(coverage().losses()).isEmpty();
  }

  @Test
  void findsNothingIfNothingIsLost() throws StoreFailure {
    sell(old, 12);
    archive.step();
    runUntilNewDefinitionServes();
    log.advanceStart(old, 12);

    assertThat(losses.find().isNothing()).isTrue();
    Coverage before = coverage();
    assertThat(losses.accept(NOW, "ada")).isEmpty();
    assertThat(coverage()).isEqualTo(before);
  }

  /**
   * Fails when an auditor recounts a definition over records that were lost after it folded them.
   */
  @Test
  void auditWaitsForTheDefinitionWithoutTheLostRecords() throws StoreFailure {
    sell(old, 12);
    archive.step();
    sell(old, 8);
    fold();
    log.advanceStart(old, 18);
    losses.accept(NOW, "ada");

    AuditReport waiting = audit();

    assertThat(waiting.isClean()).as(waiting.describe()).isTrue();
    assertThat(waiting.cycles()).isZero();
  }

  private void sell(Partition partition, int purchases) throws StoreFailure {
    for (int i = 0; i < purchases; i++) {
      append(
          partition,
          "{\"item\":\"apple\",\"customer_id\":"
              + i
              + ",\"healthy_food\":\"healthy\",\"price\":1,\"snack_automat_id\":\"m\","
              + "\"timestamp\":\"2024-08-01 13:31:21\"}");
    }
  }

  private void append(Partition partition, String value) throws StoreFailure {
    log.append(partition, 0, Option.none(), Option.some(value.getBytes(StandardCharsets.UTF_8)));
  }

  private Partition recreate() {
    return new Partition(log.recreateTopic(VendingWorkload.TOPIC), 0);
  }

  private void fold() throws StoreFailure {
    speed.follow();
    for (DefinitionFold fold : speed.folds()) {
      while (fold.step(Duration.ZERO) > 0) {
        // Repeat until the end of the log.
      }
    }
  }

  /** Runs enough rounds for a new definition to serve. */
  private void runUntilNewDefinitionServes() throws StoreFailure {
    for (int i = 0; i < 6; i++) {
      archive.step();
      batch.handOver();
      fold();
    }
  }

  private void restart() {
    speed = newSpeed();
    batch = newBatch();
  }

  private DefinitionFolds newSpeed() {
    return layers.speed(all -> all, readable -> {});
  }

  private BatchLayer newBatch() {
    return layers.batch(
        layers.embeddedEngine(ForkJoinPool.commonPool()),
        () -> "n" + nonces++,
        () -> SPEC,
        publications -> false,
        Shop.CLOCK);
  }

  private AuditReport audit() {
    return layers.auditor().cycle();
  }

  private Coverage coverage() throws StoreFailure {
    return ports.ledger().read(VendingWorkload.NAME).get();
  }

  private Answer answer() throws StoreFailure {
    return reader.answer(
        Query.ALL.fit(workload.presentation("items").get()).get(),
        Layer.MERGED,
        LabelsAt.NONE,
        OffsetVector.ZERO);
  }

  private static long purchases(Answer answer) {
    return answer
        .rows()
        .map(row -> Long.parseLong(row.values().get(row.fields().indexOf("purchases")).toString()))
        .sum()
        .longValue();
  }

  private static String stops(Meanwhile what) {
    try {
      what.happen();
      return "no failure";
    } catch (StoreFailure failure) {
      return String.valueOf(failure.getMessage());
    }
  }
}
