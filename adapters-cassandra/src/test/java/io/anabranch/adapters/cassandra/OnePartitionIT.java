package io.anabranch.adapters.cassandra;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.QueryTrace;
import com.datastax.oss.driver.api.core.cql.TraceEvent;
import io.anabranch.adapters.wire.WireCoverageCodec;
import io.anabranch.adapters.wire.WireKeyCodec;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.contract.Fixtures;
import io.anabranch.ports.contract.Fixtures.Sale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The most frequent query, the measurements of a node in a minute, reads one partition. */
final class OnePartitionIT {

  private static final View<Sale> MEASUREMENTS =
      View.of(Sale.class, "measurements")
          .by("node", Sale::machine)
          .by("indicator", Sale::item)
          .per(Bucket.SECOND, Sale::epochSecond)
          .keep(Fixtures.UNITS)
          .build();
  private static final long MINUTE = 1_710_972_000;

  private static CassandraSession session;
  private static CassandraStores stores;

  @BeforeAll
  static void connect(@TempDir Path directory) throws Exception {
    Path config = directory.resolve("driver.conf");
    Files.writeString(
        config,
        "datastax-java-driver.advanced {"
            + " request-tracker.classes = ["
            + CountingTracker.class.getName()
            + "], request.trace { attempts = 100, interval = 100 milliseconds } }");
    session =
        CassandraSession.open(
            OneCassandra.settings(OneCassandra.KEYSPACE).withDriverConfig(config));
    stores =
        session.stores(
            OneCassandra.freshName(),
            List.of(MEASUREMENTS),
            new WireKeyCodec(),
            new WireCoverageCodec());
  }

  @AfterAll
  static void disconnect() {
    session.close();
  }

  private static List<RowKey> keys() {
    List<RowKey> keys = new ArrayList<>();
    for (String node : List.of("worker01", "worker02")) {
      for (String indicator : List.of("cpu", "load")) {
        for (long second = MINUTE - 60; second < MINUTE + 120; second += 10) {
          keys.add(RowKey.of(List.of(Utf8.of(node), Utf8.of(indicator)), second));
        }
      }
    }
    return keys;
  }

  private static final Selection NODE_AND_MINUTE =
      new Selection(new TreeMap<>(Map.of("node", Utf8.of("worker01"))), MINUTE, MINUTE + 60);

  @Test
  void speedAnswersNodeAndMinuteFromOnePartition() throws Exception {
    List<SpeedRow> rows =
        keys().stream()
            .map(key -> new SpeedRow(FIRST, "measurements", key, PARTITION, 0, 9, state("s")))
            .toList();
    stores.speed().write(rows);
    CountingTracker.clear();

    List<SpeedRow> answer = drain(stores.speed().read(FIRST, MEASUREMENTS, NODE_AND_MINUTE));

    assertThat(answer).hasSize(12);
    List<BoundStatement> queries = CountingTracker.queries(1);
    assertThat(queries).hasSize(1);
    assertThat(tablesTraced(queries.get(0))).containsExactly("speed_rows");
  }

  @Test
  void segmentAnswersNodeAndMinuteFromOnePartitionAndReadsItsPhaseBeforeAndAfter()
      throws Exception {
    List<SegmentRow> rows =
        keys().stream().map(key -> new SegmentRow("measurements", key, state("s"))).toList();
    stores.batch().write(segment("one"), cursorOf(rows));
    CountingTracker.clear();

    List<SegmentRow> answer =
        drain(stores.batch().read(segment("one"), MEASUREMENTS, NODE_AND_MINUTE));

    assertThat(answer).hasSize(12).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
    List<List<String>> traced = new ArrayList<>();
    for (BoundStatement asked : CountingTracker.queries(3)) {
      traced.add(tablesTraced(asked));
    }
    assertThat(traced)
        .containsExactlyInAnyOrder(List.of("segments"), List.of("batch_rows"), List.of("segments"));
  }

  /** The tables from which a node read a single partition to answer. */
  private static List<String> tablesTraced(BoundStatement statement) {
    QueryTrace trace =
        session.driver().execute(statement.setTracing(true)).getExecutionInfo().getQueryTrace();
    String marker = "Executing single-partition query on ";
    return trace.getEvents().stream()
        .map(TraceEvent::getActivity)
        .filter(activity -> activity.startsWith(marker))
        .map(activity -> activity.substring(marker.length()))
        .toList();
  }
}
