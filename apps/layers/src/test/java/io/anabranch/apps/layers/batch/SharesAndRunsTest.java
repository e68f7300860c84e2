package io.anabranch.apps.layers.batch;

import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.bytes;
import static io.anabranch.ports.contract.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anabranch.adapters.wire.WireStateCodec;
import io.anabranch.domain.coverage.Segment;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.contract.ContractWorkload;
import io.anabranch.ports.forwarding.ForwardingBatchViews;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryBatchViews;
import io.anabranch.ports.inmemory.InMemoryMasterDataset;
import io.anabranch.ports.inmemory.InMemoryRejectedEvents;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many rows the embedded engine's shares hold, and which of their runs remain. */
final class SharesAndRunsTest {

  private static final DefinitionNumber FIRST = new DefinitionNumber(1);
  private static final Definition DEFINITION =
      new Definition(FIRST, DefinitionSpec.of(ContractWorkload.NAME, new SliceBits(4)));
  private static final SegmentName NAME = segment("a");
  private static final int RECORDS = 320;
  private static final int FILE = 10;
  private static final int SHARES = 4;

  /** An action before each call of one operation. */
  private static final class Interruption implements Faults {
    @FunctionalInterface
    interface Action {
      void happen() throws StoreFailure;
    }

    private volatile String operation = "";
    private volatile Action action = () -> {};

    void before(String called, Action happens) {
      action = happens;
      operation = called;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      if (operation.equals(call.port() + "." + call.operation())) {
        action.happen();
      }
    }
  }

  private final Interruption interruption = new Interruption();
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset(interruption);
  private final InMemoryBatchViews views = new InMemoryBatchViews(interruption);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  /** Each record has its own row in each of two views. */
  @BeforeEach
  void archiveRecords() throws StoreFailure {
    for (int from = 0; from < RECORDS; from += FILE) {
      RecordBatch.Builder batch = RecordBatch.builder(PARTITION, from);
      for (int offset = from; offset < from + FILE; offset++) {
        batch.add(offset, 0, Option.none(), Option.some(bytes("n" + offset + " 0 1 id")));
      }
      archive.append(batch.build(from + FILE));
    }
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void allSharesTogetherHoldAtMostTheLimit() throws StoreFailure {
    Map<SegmentName, Long> written = new ConcurrentHashMap<>();
    BatchViews counting =
        new ForwardingBatchViews(views) {
          @Override
          public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
            long count = super.write(segment, rows);
            written.put(segment, count);
            return count;
          }
        };
    int bound = 200;

    Segment segment = fold(engine(counting, bound));

    long inRuns =
        written.entrySet().stream()
            .filter(run -> !run.getKey().equals(NAME))
            .mapToLong(run -> run.getValue() - 1) // without the row of the balance
            .sum();
    assertThat(segment.rows()).isEqualTo(2 * RECORDS + 1);
    assertThat(2 * RECORDS - inRuns).as("rows held until the end").isLessThanOrEqualTo(bound);
  }

  @Test
  void interruptWhileFoldingIsUnavailableAndStaysSet() {
    CountDownLatch never = new CountDownLatch(1);
    interruption.before(
        "MasterDataset.read",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new StoreFailure.Unavailable("interrupted while waiting", e);
          }
        });
    EmbeddedBatchEngine engine = engine(views, 1_000);

    Thread.currentThread().interrupt();
    Throwable thrown = catchThrowable(() -> fold(engine));
    boolean isInterrupted = Thread.interrupted();

    assertThat(thrown)
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("interrupted");
    assertThat(isInterrupted).isTrue();
  }

  @Test
  void runsOfOtherSharesAreDeletedWhenOneFails() throws StoreFailure {
    archive.loseEntry(PARTITION, RECORDS - FILE);

    Throwable thrown = catchThrowable(() -> fold(engine(views, 40)));

    assertThat(thrown)
        .isInstanceOf(StoreFailure.Corrupt.class)
        .hasMessageContaining("offset " + (RECORDS - FILE));
    assertThat(views.segments(FIRST)).isEmpty();
  }

  @Test
  void partlyWrittenRunIsDeletedToo() throws StoreFailure {
    interruption.before(
        "BatchViews.commit",
        () -> {
          throw new StoreFailure.Unavailable("injected");
        });

    Throwable thrown = catchThrowable(() -> fold(engine(views, 40)));

    assertThat(thrown).isInstanceOf(StoreFailure.Unavailable.class).hasMessage("injected");
    assertThat(views.segments(FIRST)).isEmpty();
  }

  @Test
  void failureToDeleteARunDoesNotDiscardTheSegment() throws StoreFailure {
    failDeletes();

    Segment segment = fold(engine(views, 40));

    assertThat(segment.rows()).isEqualTo(2 * RECORDS + 1);
    assertThat(views.segments(FIRST))
        .as("the segment and its runs")
        .contains(NAME)
        .hasSizeGreaterThan(1);
  }

  @Test
  void failureToDeleteARunDoesNotHideTheCause() {
    failDeletes();
    archive.loseEntry(PARTITION, RECORDS - FILE);

    Throwable thrown = catchThrowable(() -> fold(engine(views, 40)));

    assertThat(thrown).isInstanceOf(StoreFailure.Corrupt.class);
    assertThat(thrown.getSuppressed())
        .isNotEmpty()
        .hasOnlyElementsOfType(StoreFailure.Unavailable.class);
  }

  private void failDeletes() {
    interruption.before(
        "BatchViews.delete",
        () -> {
          throw new StoreFailure.Unavailable("not now");
        });
  }

  private EmbeddedBatchEngine engine(BatchViews into, long maxRows) {
    return new EmbeddedBatchEngine(
        new ContractWorkload(),
        archive,
        into,
        new InMemoryRejectedEvents(),
        new WireStateCodec(),
        threads,
        SHARES,
        maxRows);
  }

  private static Segment fold(EmbeddedBatchEngine engine) throws StoreFailure {
    OffsetVector to = OffsetVector.of(PARTITION, RECORDS);
    return engine.fold(DEFINITION, OffsetVector.ZERO, NAME, OffsetVector.ZERO, to);
  }
}
