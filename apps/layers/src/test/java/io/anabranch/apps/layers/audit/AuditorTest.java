package io.anabranch.apps.layers.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Each kind of fault, planted in what a store gives, is found within a cycle; without a fault there
 * is nothing to find. Each test that finds something fails when rows, or balances, are not
 * compared.
 */
final class AuditorTest {

  private static final Workload<?> WORKLOAD = Shop.vending().create(Shop.SPEC);
  private static final View<?> ITEMS = WORKLOAD.storedView("items").get();
  private static final RowKey ITEM_2 = RowKey.of(List.of(Utf8.of("item2")), 0);
  private static final RowKey NOWHERE = RowKey.of(List.of(Utf8.of("nowhere")), 0);

  private final Shop shop = new Shop();

  private void sellHalfIntoEachLayer() throws StoreFailure {
    shop.sell(60);
    shop.fold();
    shop.publish();
    shop.sell(60);
    shop.fold();
    shop.publish();
    shop.sell(50);
    shop.fold();
  }

  private AuditReport auditedSegments(Planted.Fault<SegmentRow> fault) throws StoreFailure {
    sellHalfIntoEachLayer();
    return Shop.auditor(shop.with(new Planted.Batch(shop.ports().batch(), fault))).cycle();
  }

  private static boolean isItem2(SpeedRow row) {
    return row.view().equals("items") && row.key().equals(ITEM_2);
  }

  private static boolean isItem2(SegmentRow row) {
    return row.view().equals("items") && row.key().equals(ITEM_2);
  }

  /** The state of a row to which every event was added that a balance of so many has. */
  private static StateBytes balance(Shop shop, long read, long folded) {
    long[] longs = {read, read, folded, 0, 0};
    int[] at = {0};
    StateReader reader =
        new StateReader() {
          @Override
          public long readLong() {
            return longs[at[0]++];
          }

          @Override
          public long readFixed() {
            throw new AssertionError();
          }

          @Override
          public double readDouble() {
            throw new AssertionError();
          }

          @Override
          public byte[] readBytes() {
            throw new AssertionError();
          }
        };
    RowState state =
        RowState.ofParts(Balance.VIEW, new Object[] {Balance.MEASURE.monoid().read(reader)});
    return shop.ports().codec().encode(Balance.VIEW, state);
  }

  private static void assertOneRowDiffers(AuditReport report, String row) {
    assertThat(report.cycles()).isEqualTo(1);
    assertThat(report.isClean()).isFalse();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0)).isInstanceOf(Finding.DifferentRow.class);
    assertThat(report.findings().get(0).subject()).isEqualTo(row);
    assertThat(report.findings().get(0).describe()).contains(row, "the log says units=", "found ");
  }

  @Test
  void findsNothingWhereAllIsRight() throws StoreFailure {
    sellHalfIntoEachLayer();

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).isEmpty();
    assertThat(report.notChecked()).isEqualTo(NotChecked.NONE);
    assertThat(report.failure()).isEmpty();
    assertThat(report.cycles()).isEqualTo(1);
    // 7 items, 5 machines, 1 label, 24 hours, 2 balances.
    assertThat(report.rows()).isEqualTo(39);
    // Offsets 5 to 61 and 0 to 112, in slices of 8.
    assertThat(report.slices()).isEqualTo(8 + 15);
    assertThat(report.reach().at(shop.partition(0))).isEqualTo(62);
    assertThat(report.reach().at(shop.partition(1))).isEqualTo(113);
    assertThat(report.describe())
        .isEqualTo(
            "audited 39 rows and 23 slices at V [snack_automat_message-0:62"
                + " snack_automat_message-1:113]: 0 divergences");
  }

  /** The last row of an item that only the speed layer has. */
  private SpeedRow lastRowOfItem2() throws StoreFailure {
    SpeedRow[] last = new SpeedRow[1];
    try (Cursor<SpeedRow> rows =
        shop.ports().speed().read(shop.serving().number(), ITEMS, Selection.ALL)) {
      for (Option<SpeedRow> row = rows.next(); row.isDefined(); row = rows.next()) {
        if (isItem2(row.get())) {
          last[0] = row.get();
        }
      }
    }
    assertThat(last[0].version()).isGreaterThan(shop.lane().cut().at(last[0].partition()));
    return last[0];
  }

  /** An audit of stores that give something else for that row. */
  private AuditReport auditedSpeed(Planted.Fault<SpeedRow> fault) throws StoreFailure {
    SpeedRow planted = lastRowOfItem2();
    return Shop.auditor(
            shop.with(
                new Planted.Speed(
                    shop.ports().speed(),
                    row -> row.equals(planted) ? fault.read(row) : List.of(row))))
        .cycle();
  }

  private static SpeedRow with(SpeedRow row, RowKey key, StateBytes state) {
    return new SpeedRow(
        row.definition(), row.view(), key, row.partition(), row.slice(), row.version(), state);
  }

  @Test
  void findsLostSpeedRow() throws StoreFailure {
    sellHalfIntoEachLayer();
    assertOneRowDiffers(auditedSpeed(row -> List.of()), "items[item=item2]");
  }

  @Test
  void findsDoubledSpeedRow() throws StoreFailure {
    sellHalfIntoEachLayer();
    assertOneRowDiffers(auditedSpeed(row -> List.of(row, row)), "items[item=item2]");
  }

  @Test
  void findsAlteredSpeedRow() throws StoreFailure {
    sellHalfIntoEachLayer();
    assertOneRowDiffers(
        auditedSpeed(row -> List.of(with(row, row.key(), twice(row.state())))),
        "items[item=item2]");
  }

  @Test
  void findsLostSegmentRow() throws StoreFailure {
    assertOneRowDiffers(
        auditedSegments(row -> isItem2(row) ? List.of() : List.of(row)), "items[item=item2]");
  }

  @Test
  void findsDoubledSegmentRow() throws StoreFailure {
    assertOneRowDiffers(
        auditedSegments(row -> isItem2(row) ? List.of(row, row) : List.of(row)),
        "items[item=item2]");
  }

  @Test
  void findsAlteredSegmentRow() throws StoreFailure {
    assertOneRowDiffers(
        auditedSegments(
            row ->
                isItem2(row)
                    ? List.of(new SegmentRow(row.view(), row.key(), twice(row.state())))
                    : List.of(row)),
        "items[item=item2]");
  }

  /** A state of which every event is counted twice. */
  private StateBytes twice(StateBytes state) {
    try {
      RowState sum = shop.ports().codec().decode(ITEMS, state);
      ITEMS.merge(sum, shop.ports().codec().decode(ITEMS, state));
      return shop.ports().codec().encode(ITEMS, sum);
    } catch (StoreFailure.Corrupt corrupt) {
      throw new AssertionError(corrupt);
    }
  }

  @Test
  void findsRowOfWhichOnlyTheLogTells() throws StoreFailure {
    shop.sell(60);
    shop.fold();
    Planted.Fault<SpeedRow> fault =
        row -> row.view().equals("items") && row.key().equals(ITEM_2) ? List.of() : List.of(row);

    AuditReport report =
        Shop.auditor(shop.with(new Planted.Speed(shop.ports().speed(), fault))).cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0)).isInstanceOf(Finding.LostRow.class);
    assertThat(report.findings().get(0).describe())
        .contains("items[item=item2] at V ", " is lost: the log says units=");
  }

  @Test
  void findsRowOfWhichTheLogHasNoEvent() throws StoreFailure {
    sellHalfIntoEachLayer();
    SpeedRow row = lastRowOfItem2();
    shop.ports().speed().write(List.of(with(row, NOWHERE, row.state())));

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0)).isInstanceOf(Finding.UnfoundedRow.class);
    assertThat(report.findings().get(0).describe()).contains("items[item=nowhere]", "unfounded");
  }

  @Test
  void findsKeyThatIsNoneOfItsView() throws StoreFailure {
    sellHalfIntoEachLayer();
    SpeedRow row = lastRowOfItem2();
    RowKey two = RowKey.of(List.of(Utf8.of("nobody"), Utf8.of("m1")), 0);
    shop.ports().speed().write(List.of(with(row, two, row.state())));

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0).describe())
        .isEqualTo("a key in items of the speed layer cannot be read: it has 2 values, the view 1");
  }

  @Test
  void writesNothingThatSteersATerminal() {
    assertThat(AuditMessages.tamed("a\u001b[2J\n\u202eb\ud800ü"))
        .isEqualTo("a\\u001b[2J\\u000a\\u202eb\\ud800ü");
    assertThat(AuditMessages.tamed("x".repeat(1_000))).hasSize(301).endsWith("…");
  }

  @Test
  void findsBalanceOfSliceThatDoesNotClose() throws StoreFailure {
    sellHalfIntoEachLayer();
    Planted.Fault<SpeedRow> fault =
        row ->
            row.view().equals("balance") && row.slice() == 14
                ? List.of(with(row, row.key(), balance(shop, 9, 8)))
                : List.of(row);
    AuditReport report =
        Shop.auditor(shop.with(new Planted.Speed(shop.ports().speed(), fault))).cycle();

    assertThat(report.findings())
        .filteredOn(f -> f instanceof Finding.UnclosedBalance)
        .extracting(Finding::subject)
        .contains("balance of slice 14 of snack_automat_message-1");
  }

  @Test
  void findsBalanceThatClosesAndIsNotThatOfTheRecords() throws StoreFailure {
    AuditReport report =
        auditedSegments(
            row ->
                row.view().equals("balance")
                    ? List.of(new SegmentRow(row.view(), row.key(), balance(shop, 9, 9)))
                    : List.of(row));

    assertThat(report.findings())
        .filteredOn(f -> f instanceof Finding.DifferentBalance)
        .extracting(Finding::subject)
        .anyMatch(subject -> subject.contains("of segment d1-e"))
        .contains("balance[topic=snack_automat_message, partition=1]");
  }

  @Test
  void findsSegmentThatIsGone() throws StoreFailure {
    sellHalfIntoEachLayer();
    SegmentName name = shop.lane().chain().segments().head().name();
    shop.ports().batch().delete(name);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.isClean()).isFalse();
    assertThat(report.findings()).allMatch(f -> f instanceof Finding.Unreadable);
    assertThat(report.findings().get(0).describe()).contains(name + " is absent");
  }

  @Test
  void readsTheArchiveWhereTheLogIsCutShort() throws StoreFailure {
    sellHalfIntoEachLayer();
    shop.archive();
    shop.log().advanceStart(shop.partition(1), 110);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).isEmpty();
    assertThat(report.rows()).isEqualTo(39);
  }

  @Test
  void findsRecordsThatAreLostBeforeTheyWereArchived() throws StoreFailure {
    shop.sell(60);
    shop.fold();
    shop.log().advanceStart(shop.partition(1), 7);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.cycles()).isZero();
    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0).describe())
        .startsWith("offset 0 of snack_automat_message-1 is lost");
    assertThat(report.notChecked().startedOver()).isPositive();
  }

  @Test
  void findsRecordsThatTheLogLostAtItsEnd() throws StoreFailure {
    shop.sell(60);
    shop.fold();
    shop.log().truncate(shop.partition(1), 30);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0).describe())
        .startsWith("offset 30 of snack_automat_message-1 is lost");
  }

  /** A store that is down for so many calls. */
  private static final class Down implements Faults {
    private final String port;
    private int calls;

    Down(String port) {
      this.port = port;
    }

    @Override
    public void before(PortCall call) throws StoreFailure {
      if (call.port().equals(port) && calls > 0) {
        calls--;
        throw new StoreFailure.Unavailable(port + " is down");
      }
    }
  }

  @Test
  void waitsForStoreThatIsDownAndChecksEverythingThen() throws StoreFailure {
    for (String port :
        List.of("EventLog", "SpeedViews", "BatchViews", "CoverageLedger", "Progress")) {
      Down down = new Down(port);
      Shop fragile = new Shop(down);
      fragile.sell(60);
      fragile.fold();
      fragile.publish();
      fragile.sell(20);
      fragile.fold();
      Auditor auditor = fragile.auditor();
      for (int i = 0; i < 10_000 && auditor.report().cycles() == 0; i++) {
        down.calls = i % 9 == 0 ? 2 : 0;
        auditor.step(50);
      }

      AuditReport report = auditor.report();
      assertThat(report.findings()).as(port).isEmpty();
      assertThat(report.cycles()).as(port + report).isEqualTo(1);
      assertThat(report.rows() + report.notChecked().answers()).as(port).isEqualTo(39);
    }
  }

  @Test
  void countsWhatIncompleteAnswersKeptFromIt() throws StoreFailure {
    Down down = new Down("SpeedViews");
    Shop fragile = new Shop(down);
    fragile.sell(60);
    fragile.fold();
    Auditor auditor = fragile.auditor();
    for (int i = 0; auditor.report().cycles() == 0; i++) {
      assertThat(i).isLessThan(10_000);
      down.calls = i % 3 == 0 ? 1 : 0;
      auditor.step(20);
    }

    AuditReport report = auditor.report();
    assertThat(report.findings()).isEmpty();
    assertThat(report.notChecked().incomplete()).isPositive();
    assertThat(report.rows() + report.notChecked().answers()).isEqualTo(39);
    assertThat(report.describe()).contains("0 divergences; not checked: ", " incomplete");
  }

  @Test
  void startsOverWhereAnotherDefinitionServes() throws StoreFailure {
    sellHalfIntoEachLayer();
    Auditor auditor = shop.auditor();
    for (int i = 0; i < 10; i++) {
      auditor.step(10);
    }
    shop.switchDefinition();
    while (auditor.report().cycles() == 0) {
      assertThat(auditor.step(50)).isPositive();
    }

    assertThat(auditor.report().findings()).isEmpty();
    assertThat(auditor.report().notChecked().startedOver()).isEqualTo(1);
    assertThat(auditor.report().rows()).isEqualTo(39);
  }

  /** Counts the records that are read. */
  private record Counted(EventLog log, AtomicLong records) implements EventLog {
    @Override
    public SortedSet<Partition> partitions(String topic) throws StoreFailure {
      return log.partitions(topic);
    }

    @Override
    public OffsetRange bounds(Partition partition) throws StoreFailure {
      return log.bounds(partition);
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
        throws StoreFailure {
      Option<RecordBatch> read = log.read(partition, from, maxRecords);
      read.forEach(batch -> records.addAndGet(batch.size()));
      return read;
    }

    @Override
    public Set<Partition> await(Map<Partition, Long> positions, Duration atMost)
        throws StoreFailure {
      return log.await(positions, atMost);
    }
  }

  @Test
  void doesNoMoreInStepThanItMay() throws StoreFailure {
    sellHalfIntoEachLayer();
    AtomicLong records = new AtomicLong();
    Auditor auditor = Shop.auditor(shop.with(new Counted(shop.log(), records)));
    int steps = 0;
    while (auditor.report().cycles() == 0) {
      records.set(0);
      assertThat(auditor.step(10)).isBetween(1L, 10L + 40);
      assertThat(records.get()).isLessThanOrEqualTo(10);
      steps++;
    }
    assertThat(steps).isGreaterThan(50);
  }

  @Test
  void samplesAllRowsInTurnWhereTheyDoNotFitAtOnce() throws StoreFailure {
    sellHalfIntoEachLayer();
    for (int atOnce : List.of(1, 3, 8)) {
      for (RowKey key : hours()) {
        Auditor auditor =
            new Auditor(
                Shop.vending(),
                shop.with(
                    new Planted.Batch(
                        shop.ports().batch(),
                        row ->
                            row.view().equals("hours") && row.key().equals(key)
                                ? List.of(row, row)
                                : List.of(row))),
                Shop.reader(
                    shop.with(
                        new Planted.Batch(
                            shop.ports().batch(),
                            row ->
                                row.view().equals("hours") && row.key().equals(key)
                                    ? List.of(row, row)
                                    : List.of(row)))),
                atOnce,
                2);

        AuditReport report = auditor.cycle();

        assertThat(report.findings()).hasSize(1);
        assertThat(report.slices()).isEqualTo(8 + 15);
        assertThat(report.cycles()).isEqualTo(1);
      }
    }
  }

  private List<RowKey> hours() throws StoreFailure {
    List<RowKey> keys = new ArrayList<>();
    SegmentName name = shop.lane().chain().segments().head().name();
    try (var rows =
        shop.ports().batch().read(name, WORKLOAD.storedView("hours").get(), Selection.ALL)) {
      for (Option<SegmentRow> row = rows.next(); row.isDefined(); row = rows.next()) {
        keys.add(row.get().key());
      }
    }
    return keys;
  }
}
