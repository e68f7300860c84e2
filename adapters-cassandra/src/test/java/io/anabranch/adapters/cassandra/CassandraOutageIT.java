package io.anabranch.adapters.cassandra;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOUR;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.aSpeedRow;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.apps.local.LocalServer;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.CoverageLedger;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Stored data and open sessions after a node was paused or killed. */
final class CassandraOutageIT {

  private static final DefinitionSpec SPEC = DefinitionSpec.of("vending", new SliceBits(4));

  @Test
  void acknowledgedDataSurvivesAKillOfTheNodeAndSessionsRecover() throws Exception {
    LocalServer server = OneCassandra.server();
    CassandraStores stores = OneCassandra.freshStores();
    List<SpeedRow> rows =
        List.of(
            aSpeedRow().row(),
            aSpeedRow().slice(3).row(),
            aSpeedRow().key(key("m9", "pear", 5 * HOUR)).row());
    List<SegmentRow> segment = List.of(segmentRow(HOURLY, key("m1", "apple", 0)));
    Coverage coverage = Coverage.opening(SPEC, OffsetVector.of(PARTITION, 16));
    stores.batch().write(segment("a"), cursorOf(segment));
    stores.ledger().compareAndSet(coverage);
    stores.speed().write(rows);
    stores.progress().advance(FIRST, PARTITION, 53);

    server.kill();
    try {
      assertThatThrownBy(() -> stores.speed().write(rows)).isInstanceOf(StoreFailure.class);
      assertThatThrownBy(() -> drain(stores.speed().read(FIRST, HOURLY, Selection.ALL)))
          .isInstanceOf(StoreFailure.Unavailable.class)
          .hasMessageContaining("check that Cassandra is running");
      assertThatThrownBy(() -> stores.ledger().compareAndSet(coverage.adopting(SPEC)))
          .isInstanceOf(StoreFailure.class);
    } finally {
      server.restart();
    }

    assertThat(soon(() -> stores.progress().read(FIRST))).isEqualTo(OffsetVector.of(PARTITION, 53));
    assertThat(drain(stores.speed().read(FIRST, HOURLY, Selection.ALL)))
        .containsExactlyInAnyOrderElementsOf(rows);
    assertThat(drain(stores.batch().read(segment("a"), HOURLY, Selection.ALL)))
        .containsExactlyElementsOf(segment);
    assertThat(stores.ledger().read("vending")).isEqualTo(Option.some(coverage));
  }

  @Test
  void changeWithUnknownOutcomeIsFoundByReading() throws Exception {
    LocalServer server = OneCassandra.server();
    String name = OneCassandra.freshName();
    CassandraSettings hasty =
        OneCassandra.settings(OneCassandra.KEYSPACE).withTimeout(Duration.ofSeconds(3));
    try (CassandraSession session = CassandraSession.open(hasty)) {
      CoverageLedger ledger = OneCassandra.stores(session, name).ledger();
      Coverage first = Coverage.opening(SPEC, OffsetVector.ZERO);
      soon(() -> ledger.compareAndSet(first) || ledger.read("vending").contains(first));
      Coverage second = first.adopting(SPEC);

      server.pause();
      try {
        assertThatThrownBy(() -> ledger.compareAndSet(second))
            .isInstanceOf(StoreFailure.OutcomeUnknown.class)
            .hasMessageContaining("the request to change the coverage");
      } finally {
        server.resume();
      }

      CoverageLedger patient = OneCassandra.stores(OneCassandra.session(), name).ledger();
      Coverage found = soon(() -> patient.read("vending")).get();
      assertThat(found).isIn(first, second);
      if (found.equals(first)) {
        patient.compareAndSet(second);
      }
      assertThat(patient.read("vending")).isEqualTo(Option.some(second));
    }
  }

  /** Calls the store until it answers, within a deadline. */
  private static <T> T soon(Callable<T> question) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      try {
        return question.call();
      } catch (StoreFailure.Unavailable | StoreFailure.OutcomeUnknown notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        Thread.onSpinWait();
      }
    }
  }
}
