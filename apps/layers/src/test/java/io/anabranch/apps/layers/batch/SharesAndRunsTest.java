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

/** What the embedded engine's shares hold, and what stays of their runs. */
final class SharesAndRunsTest {

  private static final DefinitionNumber FIRST = new DefinitionNumber(1);
  private static final Definition DEFINITION =
      new Definition(FIRST, DefinitionSpec.of(ContractWorkload.NAME, new SliceBits(4)));
  private static final SegmentName NAME = segment("a");
  private static final int RECORDS = 320;
  private static final int FILE = 10;
  private static final int SHARES = 4;

  /** What befalls calls of one operation. */
  private static final class Trouble implements Faults {
    @FunctionalInterface
    interface Act {
      void happen() throws StoreFailure;
    }

    private volatile String operation = "";
    private volatile Act act = () -> {};

    void before(String called, Act happens) {
      act = happens;
      operation = called;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      if (operation.equals(call.port() + "." + call.operation())) {
        act.happen();
      }
    }
  }

  private final Trouble trouble = new Trouble();
  private final InMemoryMasterDataset archive = new InMemoryMasterDataset(trouble);
  private final InMemoryBatchViews views = new InMemoryBatchViews(trouble);
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  /** Each record has a row of its own in each of two views. */
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
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void allSharesTogetherHoldNoMoreThanTheBound() throws StoreFailure {
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

    Segment made = fold(engine(counting, bound));

    long inRuns =
        written.entrySet().stream()
            .filter(run -> !run.getKey().equals(NAME))
            .mapToLong(run -> run.getValue() - 1) // without the row of the balance
            .sum();
    assertThat(made.rows()).isEqualTo(2 * RECORDS + 1);
    assertThat(2 * RECORDS - inRuns).as("rows held to the end").isLessThanOrEqualTo(bound);
  }

  @Test
  void interruptWhileFoldingIsUnavailableAndStaysSet() {
    CountDownLatch never = new CountDownLatch(1);
    trouble.before(
        "MasterDataset.read",
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            throw new StoreFailure.Unavailable("told to stop", e);
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
  void runThatIsWrittenHalfIsDeletedToo() throws StoreFailure {
    trouble.before(
        "BatchViews.commit",
        () -> {
          throw new StoreFailure.Unavailable("drawn");
        });

    Throwable thrown = catchThrowable(() -> fold(engine(views, 40)));

    assertThat(thrown).isInstanceOf(StoreFailure.Unavailable.class).hasMessage("drawn");
    assertThat(views.segments(FIRST)).isEmpty();
  }

  @Test
  void runThatCannotBeDeletedTakesNoSegmentBack() throws StoreFailure {
    deletesFail();

    Segment made = fold(engine(views, 40));

    assertThat(made.rows()).isEqualTo(2 * RECORDS + 1);
    assertThat(views.segments(FIRST))
        .as("the segment and its runs")
        .contains(NAME)
        .hasSizeGreaterThan(1);
  }

  @Test
  void runThatCannotBeDeletedHidesNoFailure() {
    deletesFail();
    archive.loseEntry(PARTITION, RECORDS - FILE);

    Throwable thrown = catchThrowable(() -> fold(engine(views, 40)));

    assertThat(thrown).isInstanceOf(StoreFailure.Corrupt.class);
    assertThat(thrown.getSuppressed())
        .isNotEmpty()
        .hasOnlyElementsOfType(StoreFailure.Unavailable.class);
  }

  private void deletesFail() {
    trouble.before(
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
