package io.anabranch.adapters.cassandra;

import static io.anabranch.ports.contract.Fixtures.FIRST;
import static io.anabranch.ports.contract.Fixtures.HOUR;
import static io.anabranch.ports.contract.Fixtures.HOURLY;
import static io.anabranch.ports.contract.Fixtures.ITEMS;
import static io.anabranch.ports.contract.Fixtures.PARTITION;
import static io.anabranch.ports.contract.Fixtures.aSpeedRow;
import static io.anabranch.ports.contract.Fixtures.cursorOf;
import static io.anabranch.ports.contract.Fixtures.drain;
import static io.anabranch.ports.contract.Fixtures.key;
import static io.anabranch.ports.contract.Fixtures.partition;
import static io.anabranch.ports.contract.Fixtures.segment;
import static io.anabranch.ports.contract.Fixtures.segmentRow;
import static io.anabranch.ports.contract.Fixtures.state;
import static io.anabranch.ports.contract.Fixtures.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.anabranch.domain.coverage.Coverage;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Behaviour of the Cassandra stores beyond the contracts of the ports. */
final class CassandraStoresIT {

  private static final DefinitionSpec SPEC = DefinitionSpec.of("vending", new SliceBits(4));

  private static List<Row> query(String cql, Object... values) {
    return OneCassandra.session()
        .driver()
        .execute(
            SimpleStatement.newInstance(cql.replace("KEYSPACE", OneCassandra.KEYSPACE), values))
        .all();
  }

  @Test
  void deletionShadowsNoRowOfAnotherPartitionWhoseOffsetsAreLower() throws Exception {
    var views = OneCassandra.freshStores().speed();
    Partition other = partition("snacks", 1);
    SpeedRow deleted = aSpeedRow().slice(60).row();
    SpeedRow before = aSpeedRow().partition(other).slice(0).version(3).row();
    SpeedRow after = aSpeedRow().partition(other).slice(0).version(4).row();
    views.write(List.of(deleted, before));

    views.delete(FIRST, HOURLY, List.of(deleted.key()), PARTITION, 61, 976);

    assertThat(drain(views.read(FIRST, HOURLY, Selection.ALL))).containsExactly(before);
    views.write(List.of(after));
    assertThat(drain(views.read(FIRST, HOURLY, Selection.ALL))).containsExactly(after);
  }

  @Test
  void writerThatIsBehindLeavesNothingBehindADeletion() throws Exception {
    var views = OneCassandra.freshStores().speed();
    SpeedRow late = aSpeedRow().slice(1).version(32).row();
    views.delete(FIRST, HOURLY, List.of(late.key()), PARTITION, 2, 32);

    views.write(List.of(late));

    assertThat(drain(views.read(FIRST, HOURLY, Selection.ALL))).isEmpty();
  }

  @Test
  void deletedRowPartitionsLeaveTheIndex() throws Exception {
    String name = OneCassandra.freshName();
    var views = OneCassandra.stores(OneCassandra.session(), name).speed();
    SpeedRow row = aSpeedRow().row();
    views.write(List.of(row));
    String index =
        "SELECT slice FROM KEYSPACE.speed_places WHERE workload = ? AND definition = 1 AND"
            + " view_name = 'hourly' AND topic = 'snacks' AND topic_id = ? AND partition = 0";
    assertThat(query(index, name, PARTITION.topic().id())).hasSize(1);

    views.delete(FIRST, HOURLY, List.of(row.key()), PARTITION, 1, 16);

    assertThat(query(index, name, PARTITION.topic().id())).isEmpty();
  }

  @Test
  void keysAndTimesAreReadableColumns() throws Exception {
    String name = OneCassandra.freshName();
    OneCassandra.stores(OneCassandra.session(), name)
        .speed()
        .write(List.of(aSpeedRow().key(key("m1", "apple", HOUR)).row()));

    List<Row> rows =
        query(
            "SELECT time, fields FROM KEYSPACE.speed_rows WHERE workload = ? AND definition = 1"
                + " AND view_name = 'hourly' AND span = '1970-01-01 00:00:00+0000' ALLOW FILTERING",
            name);

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).getInstant("time")).isEqualTo("1970-01-01T01:00:00Z");
    assertThat(rows.get(0).getMap("fields", String.class, String.class))
        .isEqualTo(Map.of("machine", "m1", "item", "apple"));
  }

  @Test
  void keysLongerThanCassandraAcceptsStayDistinct() throws Exception {
    var stores = OneCassandra.freshStores();
    List<RowKey> keys =
        List.of(
            key("m".repeat(100_000) + "1", "apple", HOUR),
            key("m".repeat(100_000) + "2", "apple", HOUR),
            key("m".repeat(100_000) + "2", "apple", 2 * HOUR));
    List<SpeedRow> rows = keys.stream().map(key -> aSpeedRow().key(key).row()).toList();
    List<SegmentRow> segment = keys.stream().map(key -> segmentRow(HOURLY, key)).toList();

    stores.speed().write(rows);
    stores.batch().write(segment("long"), cursorOf(segment));

    assertThat(drain(stores.speed().read(FIRST, HOURLY, Selection.ALL)))
        .containsExactlyInAnyOrderElementsOf(rows);
    assertThat(drain(stores.batch().read(segment("long"), HOURLY, Selection.ALL)))
        .containsExactlyElementsOf(segment);
  }

  @Test
  void ofTwoSessionsThatChangeARevisionOneWins() throws Exception {
    String name = OneCassandra.freshName();
    try (CassandraSession second =
        CassandraSession.open(OneCassandra.settings(OneCassandra.KEYSPACE))) {
      var one = OneCassandra.stores(OneCassandra.session(), name).ledger();
      var other = OneCassandra.stores(second, name).ledger();
      Coverage base = Coverage.opening(SPEC, OffsetVector.ZERO);
      one.compareAndSet(base);
      Coverage ofOne = base.adopting(SPEC.withParameters(Map.of("who", "one")));
      Coverage ofOther = base.adopting(SPEC.withParameters(Map.of("who", "other")));

      List<Boolean> won =
          together(List.of(() -> one.compareAndSet(ofOne), () -> other.compareAndSet(ofOther)));

      assertThat(won).containsOnlyOnce(true);
      assertThat(one.read("vending").get()).isEqualTo(won.get(0) ? ofOne : ofOther);
      assertThat(other.read("vending")).isEqualTo(one.read("vending"));
    }
  }

  @Test
  void storesOfAnotherNameAreSeparate() throws Exception {
    var one = OneCassandra.freshStores();
    var other = OneCassandra.freshStores();
    one.ledger().compareAndSet(Coverage.opening(SPEC, OffsetVector.ZERO));
    one.speed().write(List.of(aSpeedRow().row()));
    one.progress().advance(FIRST, PARTITION, 3);
    one.batch().write(segment("a"), cursorOf(List.of()));

    assertThat(other.ledger().read("vending").isEmpty()).isTrue();
    assertThat(drain(other.speed().read(FIRST, HOURLY, Selection.ALL))).isEmpty();
    assertThat(other.progress().read(FIRST)).isEqualTo(OffsetVector.ZERO);
    assertThat(other.batch().segments(FIRST)).isEmpty();
  }

  @Test
  void deletesAllThatItHasAndNothingOfOthers() throws Exception {
    String name = OneCassandra.freshName();
    String otherName = OneCassandra.freshName();
    CassandraStores doomed = OneCassandra.stores(OneCassandra.session(), name);
    CassandraStores other = OneCassandra.stores(OneCassandra.session(), otherName);
    for (CassandraStores stores : List.of(doomed, other)) {
      stores.ledger().compareAndSet(Coverage.opening(SPEC, OffsetVector.ZERO));
      stores.speed().write(List.of(aSpeedRow().row()));
      stores.progress().advance(FIRST, PARTITION, 12);
      stores
          .batch()
          .write(segment("a"), cursorOf(List.of(segmentRow(HOURLY, key("m1", "apple", HOUR)))));
    }
    assertThat(OneCassandra.session().held())
        .contains(
            new CassandraSession.Held(name, "vending"),
            new CassandraSession.Held(otherName, "vending"));

    doomed.delete("vending");

    for (String table :
        List.of(
            "speed_rows",
            "speed_places",
            "speed_sources",
            "progress",
            "segments",
            "segment_blocks",
            "batch_rows")) {
      String count = "SELECT * FROM KEYSPACE." + table + " WHERE workload = ? ALLOW FILTERING";
      assertThat(query(count, name)).as(table).isEmpty();
      assertThat(query(count, otherName)).as(table).isNotEmpty();
    }
    assertThat(OneCassandra.session().held())
        .contains(new CassandraSession.Held(otherName, "vending"))
        .doesNotContain(new CassandraSession.Held(name, "vending"));
    assertThat(doomed.ledger().read("vending")).isEmpty();
    doomed.delete("vending");
  }

  private static List<SegmentRow> manyRows() {
    List<SegmentRow> rows = new ArrayList<>();
    IntStream.range(0, 12_000)
        .mapToObj(i -> key("m" + i % 40, "item" + i % 7, (i / 40) * HOUR))
        .distinct()
        .sorted()
        .forEach(key -> rows.add(new SegmentRow(HOURLY.name(), key, state("x".repeat(300)))));
    return rows;
  }

  @Test
  void segmentOfManyPartsIsReadByKeyAndDeletedWithAllOfIt() throws Exception {
    String name = OneCassandra.freshName();
    var batch = OneCassandra.stores(OneCassandra.session(), name).batch();
    List<SegmentRow> rows = manyRows();
    batch.write(segment("big"), cursorOf(rows));
    assertThat(
            query(
                "SELECT DISTINCT workload, definition, base_epoch, nonce, part FROM"
                    + " KEYSPACE.segment_blocks"))
        .filteredOn(row -> name.equals(row.getString("workload")))
        .hasSizeGreaterThan(1);

    assertThat(drain(batch.read(segment("big"), HOURLY, Selection.ALL)))
        .containsExactlyElementsOf(rows);
    for (String machine : List.of("m0", "m7", "m39")) {
      Selection ofMachine = Selection.of(Map.of("machine", Utf8.of(machine)));
      assertThat(drain(batch.read(segment("big"), HOURLY, ofMachine)))
          .containsExactlyElementsOf(
              rows.stream().filter(row -> ofMachine.matches(HOURLY, row.key())).toList());
    }

    batch.delete(segment("big"));

    assertThat(
            query(
                "SELECT workload FROM KEYSPACE.segment_blocks WHERE workload = ? ALLOW FILTERING",
                name))
        .isEmpty();
    assertThat(
            query(
                "SELECT workload FROM KEYSPACE.batch_rows WHERE workload = ? ALLOW FILTERING",
                name))
        .isEmpty();
  }

  @Test
  void segmentThatIsDeletedWhileItIsReadIsNeverTakenForWhole() throws Exception {
    var batch = OneCassandra.freshStores().batch();
    List<SegmentRow> rows = manyRows();
    batch.write(segment("gone"), cursorOf(rows));

    Selection ofMachine = Selection.of(Map.of("machine", Utf8.of("m0")));
    try (var all = batch.read(segment("gone"), HOURLY, Selection.ALL);
        var some = batch.read(segment("gone"), HOURLY, ofMachine)) {
      assertThat(all.next().isDefined()).isTrue();
      assertThat(some.next().isDefined()).isTrue();
      batch.delete(segment("gone"));

      assertThatThrownBy(() -> drain(all)).isInstanceOf(StoreFailure.Corrupt.class);
      assertThatThrownBy(() -> drain(some)).isInstanceOf(StoreFailure.Corrupt.class);
    }
    assertThatThrownBy(() -> drain(batch.read(segment("gone"), ITEMS, Selection.ALL)))
        .isInstanceOf(StoreFailure.Corrupt.class);
  }

  @Test
  void segmentThatIsDeletedWhileItIsWrittenIsNotCommitted() throws Exception {
    String name = OneCassandra.freshName();
    var batch = OneCassandra.stores(OneCassandra.session(), name).batch();
    List<SegmentRow> rows = manyRows().subList(0, 2_000);
    var deleting =
        new Cursor<SegmentRow>() {
          private int next;

          @Override
          public Option<SegmentRow> next() throws StoreFailure {
            if (next == 1_500) {
              batch.delete(segment("raced"));
            }
            return next < rows.size() ? Option.some(rows.get(next++)) : Option.none();
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> batch.write(segment("raced"), deleting))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("deleted while it was being written");

    assertThat(batch.segments(FIRST)).isEmpty();
    assertThat(
            query(
                "SELECT workload FROM KEYSPACE.batch_rows WHERE workload = ? ALLOW FILTERING",
                name))
        .isEmpty();
  }

  @Test
  void tablesAreCreatedByManyAtOnceAndThoseOfAnotherVersionAreLeftAlone() throws Exception {
    String keyspace = "anabranch_raced";
    List<Callable<Integer>> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String name = "racer" + i;
      processes.add(
          () -> {
            try (CassandraSession session =
                CassandraSession.open(OneCassandra.settings(keyspace))) {
              var progress = OneCassandra.stores(session, name).progress();
              progress.advance(FIRST, PARTITION, 7);
              return (int) progress.read(FIRST).at(PARTITION);
            }
          });
    }

    assertThat(together(processes)).containsExactly(7, 7, 7);

    for (int version : new int[] {0, 2}) {
      OneCassandra.session()
          .driver()
          .execute(
              "UPDATE "
                  + keyspace
                  + ".schema_version SET version = "
                  + version
                  + " WHERE name = 'anabranch' IF EXISTS");

      assertThatThrownBy(() -> CassandraSession.open(OneCassandra.settings(keyspace)))
          .isInstanceOf(StoreFailure.Corrupt.class)
          .hasMessageContaining(
              "keyspace anabranch_raced has schema version "
                  + version
                  + ", and this program supports version 1: ");
    }
  }

  @Test
  void wrongDatacenterIsReportedWithTheRightOne() {
    CassandraSettings wrong = OneCassandra.settings(OneCassandra.KEYSPACE).withDatacenter("madrid");

    assertThatThrownBy(() -> CassandraSession.open(wrong))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageContaining("has no datacenter 'madrid': its nodes are in [datacenter1]");
  }

  @Test
  void contactPointThatDoesNotListenIsReported() throws Exception {
    int port;
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CassandraSettings wrong =
        OneCassandra.settings(OneCassandra.KEYSPACE)
            .withContactPoints(List.of("127.0.0.1:" + port));

    assertThatThrownBy(() -> CassandraSession.open(wrong))
        .isInstanceOf(StoreFailure.Unavailable.class)
        .hasMessageStartingWith("Cassandra at 127.0.0.1:" + port)
        .hasMessageContaining("check that Cassandra is running");
  }
}
