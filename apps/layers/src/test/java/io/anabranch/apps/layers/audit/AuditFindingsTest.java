package io.anabranch.apps.layers.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.aggregate.StateReader;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.fold.Balance;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.RowState;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each kind of fault, planted in what a store returns, is found within a cycle. These tests fail if
 * rows, or balances, are not compared.
 */
final class AuditFindingsTest {

  private static final Workload<?> WORKLOAD = Shop.vending().create(Shop.SPEC);
  private static final View<?> ITEMS = WORKLOAD.storedView("items").get();
  private static final RowKey ITEM_2 = RowKey.of(List.of(Utf8.of("item2")), 0);
  private static final RowKey UNKNOWN_ITEM = RowKey.of(List.of(Utf8.of("nowhere")), 0);

  private final Shop shop = new Shop();

  private AuditReport auditedSegments(Planted.Fault<SegmentRow> fault) throws StoreFailure {
    shop.sellIntoAllLayers();
    return Shop.auditor(shop.with(new Planted.Batch(shop.ports().batch(), fault))).cycle();
  }

  private static boolean isItem2(SpeedRow row) {
    return row.view().equals("items") && row.key().equals(ITEM_2);
  }

  private static boolean isItem2(SegmentRow row) {
    return row.view().equals("items") && row.key().equals(ITEM_2);
  }

  /** The state of a balance with these numbers. */
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

  /** The last row of item 2 in the speed layer. */
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

  /** An audit of stores in which that row has a fault. */
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
    shop.sellIntoAllLayers();
    assertOneRowDiffers(auditedSpeed(row -> List.of()), "items[item=item2]");
  }

  @Test
  void findsDoubledSpeedRow() throws StoreFailure {
    shop.sellIntoAllLayers();
    assertOneRowDiffers(auditedSpeed(row -> List.of(row, row)), "items[item=item2]");
  }

  @Test
  void findsAlteredSpeedRow() throws StoreFailure {
    shop.sellIntoAllLayers();
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

  /** The state with every event counted twice. */
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
  void findsMissingRow() throws StoreFailure {
    shop.sell(60);
    shop.fold();
    Planted.Fault<SpeedRow> fault =
        row -> row.view().equals("items") && row.key().equals(ITEM_2) ? List.of() : List.of(row);

    AuditReport report =
        Shop.auditor(shop.with(new Planted.Speed(shop.ports().speed(), fault))).cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0)).isInstanceOf(Finding.MissingRow.class);
    assertThat(report.findings().get(0).describe())
        .contains("items[item=item2] at V ", " is missing: the log says units=");
  }

  @Test
  void findsUnexplainedRow() throws StoreFailure {
    shop.sellIntoAllLayers();
    SpeedRow row = lastRowOfItem2();
    shop.ports().speed().write(List.of(with(row, UNKNOWN_ITEM, row.state())));

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0)).isInstanceOf(Finding.UnexplainedRow.class);
    assertThat(report.findings().get(0).describe()).contains("items[item=nowhere]", "unexplained");
  }

  @Test
  void findsKeyWithTheWrongNumberOfValues() throws StoreFailure {
    shop.sellIntoAllLayers();
    SpeedRow row = lastRowOfItem2();
    RowKey two = RowKey.of(List.of(Utf8.of("nobody"), Utf8.of("m1")), 0);
    shop.ports().speed().write(List.of(with(row, two, row.state())));

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().get(0).describe())
        .isEqualTo(
            "a key in items of the speed layer cannot be read: it has 2 values; the view has 1");
  }

  @Test
  void escapesControlCharacters() {
    assertThat(AuditMessages.sanitized("a\u001b[2J\n\u202eb\ud800ü"))
        .isEqualTo("a\\u001b[2J\\u000a\\u202eb\\ud800ü");
    assertThat(AuditMessages.sanitized("x".repeat(1_000))).hasSize(301).endsWith("…");
  }

  @Test
  void findsBalanceThatDoesNotAddUp() throws StoreFailure {
    shop.sellIntoAllLayers();
    Planted.Fault<SpeedRow> fault =
        row ->
            row.view().equals("balance") && row.slice() == 14
                ? List.of(with(row, row.key(), balance(shop, 9, 8)))
                : List.of(row);
    AuditReport report =
        Shop.auditor(shop.with(new Planted.Speed(shop.ports().speed(), fault))).cycle();

    assertThat(report.findings())
        .filteredOn(f -> f instanceof Finding.InconsistentBalance)
        .extracting(Finding::subject)
        .contains("balance of slice 14 of snack_automat_message-1");
  }

  @Test
  void findsBalanceThatDiffersFromTheRecords() throws StoreFailure {
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
  void findsDeletedSegment() throws StoreFailure {
    shop.sellIntoAllLayers();
    SegmentName name = shop.lane().chain().segments().head().name();
    shop.ports().batch().delete(name);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.isClean()).isFalse();
    assertThat(report.findings()).allMatch(f -> f instanceof Finding.Unreadable);
    assertThat(report.findings().get(0).describe()).contains(name + " is absent");
  }

  @Test
  void readsTheArchiveWhereRetentionDeletedRecords() throws StoreFailure {
    shop.sellIntoAllLayers();
    shop.archive();
    shop.log().advanceStart(shop.partition(1), 110);

    AuditReport report = shop.auditor().cycle();

    assertThat(report.findings()).isEmpty();
    assertThat(report.rows()).isEqualTo(39);
  }

  @Test
  void findsRecordsLostBeforeTheyWereArchived() throws StoreFailure {
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
}
