package io.anabranch.ports.inmemory;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.aSpeedRow;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.records;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every operation of every port injects faults before and after it. */
final class FaultsTest {

  interface Operation {
    void run() throws StoreFailure;
  }

  /** Records the calls, and fails at one of them. */
  private static final class Recorder implements Faults {
    private final List<String> asked = new ArrayList<>();
    private String failing = "";

    @Override
    public void before(PortCall call) throws StoreFailure {
      ask("before " + call.port() + "." + call.operation());
    }

    @Override
    public void after(PortCall call) throws StoreFailure {
      ask("after " + call.port() + "." + call.operation());
    }

    private void ask(String where) throws StoreFailure {
      asked.add(where);
      if (where.equals(failing)) {
        throw new StoreFailure.OutcomeUnknown(where);
      }
    }
  }

  private final Recorder faults = new Recorder();

  private void assertAsked(String operation, Operation run) throws StoreFailure {
    faults.asked.clear();
    run.run();
    assertThat(faults.asked).startsWith("before " + operation).endsWith("after " + operation);
    for (String where : List.of("before ", "after ")) {
      faults.failing = where + operation;
      assertThatThrownBy(run::run).isInstanceOf(StoreFailure.class).hasMessage(faults.failing);
    }
    faults.failing = "";
  }

  @Test
  void logAndProducerAsk() throws Exception {
    InMemoryEventLog log = new InMemoryEventLog(faults);
    Partition partition = new Partition(log.createTopic("snacks", 1), 0);

    assertAsked("EventLog.partitions", () -> log.partitions("snacks"));
    assertAsked("EventLog.bounds", () -> log.bounds(partition));
    assertAsked("EventLog.read", () -> log.read(partition, 0, 1));
    assertAsked(
        "EventProducer.append", () -> log.append(partition, 0, Option.none(), Option.none()));
    assertThat(log.bounds(partition).to()).as("with and without an answer").isEqualTo(2);
  }

  @Test
  void masterDatasetAsks() throws Exception {
    InMemoryMasterDataset dataset = new InMemoryMasterDataset(faults);

    assertAsked("MasterDataset.append", () -> dataset.append(records(PARTITION, 0, 2)));
    assertThat(faults.asked).contains("before MasterDataset.put");
    assertAsked("MasterDataset.beginning", () -> dataset.beginning(PARTITION));
    assertAsked("MasterDataset.manifest", () -> dataset.manifest(PARTITION, 0));
    assertAsked("MasterDataset.read", () -> dataset.read(PARTITION, 0, 2));
  }

  @Test
  void speedViewsAsk() throws Exception {
    InMemorySpeedViews views = new InMemorySpeedViews(faults);

    assertAsked("SpeedViews.write", () -> views.write(List.of(aSpeedRow().row())));
    assertAsked("SpeedViews.read", () -> views.read(FIRST, HOURLY, Selection.ALL));
    try (Cursor<?> rows = views.read(FIRST, HOURLY, Selection.ALL)) {
      assertAsked("SpeedViews.next", rows::next);
    }
    assertAsked(
        "SpeedViews.delete", () -> views.delete(FIRST, HOURLY, List.of(), PARTITION, 1, 16));
    assertAsked("SpeedViews.drop", () -> views.drop(FIRST));
  }

  @Test
  void progressAsks() throws Exception {
    InMemoryProgress progress = new InMemoryProgress(faults);

    assertAsked("Progress.advance", () -> progress.advance(FIRST, PARTITION, 1));
    assertAsked("Progress.read", () -> progress.read(FIRST));
    assertAsked("Progress.drop", () -> progress.drop(FIRST));
  }

  @Test
  void batchViewsAsk() throws Exception {
    InMemoryBatchViews views = new InMemoryBatchViews(faults);
    List<String> names = new ArrayList<>(List.of("a", "b", "c"));

    assertAsked(
        "BatchViews.write",
        () ->
            views.write(
                segment(names.remove(0)),
                cursorOf(List.of(segmentRow(HOURLY, key("m1", "apple", 0))))));
    assertAsked("BatchViews.read", () -> views.read(segment("a"), HOURLY, Selection.ALL));
    try (Cursor<?> rows = views.read(segment("a"), HOURLY, Selection.ALL)) {
      assertAsked("BatchViews.next", rows::next);
    }
    assertAsked("BatchViews.segments", () -> views.segments(FIRST));
    assertAsked("BatchViews.delete", () -> views.delete(segment("a")));
  }

  @Test
  void coverageLedgerAsks() throws Exception {
    InMemoryCoverageLedger ledger = new InMemoryCoverageLedger(faults);
    Coverage opening =
        Coverage.opening(DefinitionSpec.of("vending", new SliceBits(4)), OffsetVector.ZERO);

    assertAsked("CoverageLedger.compareAndSet", () -> ledger.compareAndSet(opening));
    assertAsked("CoverageLedger.read", () -> ledger.read("vending"));
  }

  @Test
  void rejectedEventsAsk() throws Exception {
    InMemoryRejectedEvents events = new InMemoryRejectedEvents(faults);

    assertAsked("RejectedEvents.write", () -> events.write(FIRST, List.of()));
    assertAsked("RejectedEvents.read", () -> events.read(FIRST));
    try (Cursor<?> rows = events.read(FIRST)) {
      assertAsked("RejectedEvents.next", rows::next);
    }
  }

  @Test
  void failureBeforeHasNoEffectAndFailureAfterHasAll() throws Exception {
    InMemorySpeedViews views = new InMemorySpeedViews(faults);

    faults.failing = "before SpeedViews.write";
    assertThatThrownBy(() -> views.write(List.of(aSpeedRow().row())))
        .isInstanceOf(StoreFailure.class);
    assertThat(views.rows()).isZero();
    faults.failing = "after SpeedViews.write";
    assertThatThrownBy(() -> views.write(List.of(aSpeedRow().row())))
        .isInstanceOf(StoreFailure.class);
    assertThat(views.rows()).isEqualTo(1);
  }

  @Test
  void segmentWhoseWriterCrashesBeforeItsCommitIsListedAndUnreadable() throws Exception {
    InMemoryBatchViews views = new InMemoryBatchViews(faults);
    faults.failing = "before BatchViews.commit";

    assertThatThrownBy(() -> views.write(segment("a"), cursorOf(List.of())))
        .isInstanceOf(StoreFailure.class);

    assertThat(views.segments(FIRST)).containsExactly(segment("a"));
    assertThatThrownBy(() -> drain(views.read(segment("a"), HOURLY, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }

  @Test
  void noLockIsHeldWhileTheyAreAsked() throws Exception {
    InMemoryEventLog[] log = new InMemoryEventLog[1];
    Partition[] partition = new Partition[1];
    boolean[] isInside = new boolean[1];
    Faults others =
        new Faults() {
          @Override
          public void before(PortCall call) {
            letOthersAppend();
          }

          @Override
          public void after(PortCall call) {
            letOthersAppend();
          }

          private void letOthersAppend() {
            if (!isInside[0]) {
              isInside[0] = true;
              CompletableFuture.runAsync(
                      () -> {
                        long end = 0;
                        try {
                          end = log[0].bounds(partition[0]).to();
                        } catch (StoreFailure e) {
                          throw new AssertionError(e);
                        }
                        log[0].advanceEnd(partition[0], end + 1);
                        log[0].addPartitions("snacks", 1);
                      })
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join();
              isInside[0] = false;
            }
          }
        };
    log[0] = new InMemoryEventLog(others);
    partition[0] = new Partition(log[0].createTopic("snacks", 1), 0);

    log[0].append(partition[0], 0, Option.none(), Option.none());

    assertThat(log[0].partitions("snacks")).hasSizeGreaterThan(2);
  }
}
