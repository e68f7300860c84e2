package io.anabranch.apps.layers.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.Workload;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.forwarding.ForwardingEventLog;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Cycles, samples, budgets and failures of stores: how an auditor gets through a cycle. */
final class AuditorTest {

  private static final Workload<?> WORKLOAD = Shop.vending().create(Shop.SPEC);

  private final Shop shop = new Shop();

  @Test
  void findsNothingInCorrectStores() throws StoreFailure {
    shop.sellIntoAllLayers();

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

  /** A store that is unavailable for a number of calls. */
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
  void waitsForAnUnavailableStore() throws StoreFailure {
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
  void countsIncompleteAnswersAsNotChecked() throws StoreFailure {
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
  void startsOverWhenAnotherDefinitionServes() throws StoreFailure {
    shop.sellIntoAllLayers();
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
  private static final class CountingLog extends ForwardingEventLog {
    private final AtomicLong records;

    CountingLog(EventLog log, AtomicLong records) {
      super(log);
      this.records = records;
    }

    @Override
    public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
        throws StoreFailure {
      Option<RecordBatch> read = super.read(partition, from, maxRecords);
      read.forEach(batch -> records.addAndGet(batch.size()));
      return read;
    }
  }

  @Test
  void staysWithinTheBudgetOfAStep() throws StoreFailure {
    shop.sellIntoAllLayers();
    AtomicLong records = new AtomicLong();
    Auditor auditor = Shop.auditor(shop.with(new CountingLog(shop.log(), records)));
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
  void samplesRowsInTurnIfTheyDoNotFitInOneSample() throws StoreFailure {
    shop.sellIntoAllLayers();
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
