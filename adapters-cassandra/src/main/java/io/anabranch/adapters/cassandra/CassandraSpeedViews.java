package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.SpeedRow;
import io.anabranch.ports.SpeedViews;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Speed rows. Write timestamps are versions, so Cassandra keeps the latest version in whatever
 * order rows arrive.
 *
 * <p>A deletion has the cut as its timestamp and covers the slices below the cut. The range
 * contains no later slice, whatever its versions, and every version in it is at or below the cut.
 *
 * <p>An index lists the row partitions of each slice. A row partition is indexed before its first
 * row of a slice is written, with the timestamp of that row, and is deleted by the same range, so
 * that whole views are read without scanning deleted rows.
 */
final class CassandraSpeedViews implements SpeedViews {

  private static final int QUERIES_AHEAD = 16;
  private static final int MAX_INDEXED = 200_000;

  /** The approximate size of a row without its state. */
  private static final int ROW_BYTES = 200;

  private final CassandraSession session;
  private final String workload;
  private final PartitionScheme scheme;
  private final PreparedStatement write;
  private final PreparedStatement index;
  private final PreparedStatement indexSource;
  private final PreparedStatement read;
  private final PreparedStatement readIndex;
  private final PreparedStatement readSources;
  private final PreparedStatement delete;
  private final PreparedStatement deleteIndex;
  private final PreparedStatement dropRows;
  private final PreparedStatement dropIndex;
  private final PreparedStatement dropSources;

  /** Index entries and sources that are known to be stored. */
  private final LruSet<Object> indexed = new LruSet<>(MAX_INDEXED);

  /** A partition of the table of rows. */
  private record TablePartition(
      DefinitionNumber definition, String view, RowPartition rowPartition) {}

  /** A log partition from which a view has rows. */
  private record Source(DefinitionNumber definition, String view, Partition partition) {}

  private record IndexEntry(Source source, RowPartition rowPartition, long slice) {}

  CassandraSpeedViews(CassandraSession session, String workload, PartitionScheme scheme)
      throws StoreFailure {
    this.session = session;
    this.workload = workload;
    this.scheme = scheme;
    String ofView = " WHERE workload = ? AND definition = ? AND view_name = ?";
    String ofRowPartition = ofView + " AND span = ? AND shard = ?";
    String ofSource = ofView + " AND topic = ? AND topic_id = ? AND partition = ?";
    this.write =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_rows (workload, definition, view_name, span, shard,"
                + " topic, topic_id, partition, slice, state, key, time, fields, long_key)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.index =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_places (workload, definition, view_name,"
                + " topic, topic_id, partition, span, shard, slice)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.indexSource =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_sources (workload, definition, view_name,"
                + " topic, topic_id, partition) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP 1");
    this.read =
        session.prepareIdempotent(
            "SELECT topic, topic_id, partition, slice, key, long_key, state"
                + " FROM KEYSPACE.speed_rows"
                + ofRowPartition);
    this.readIndex =
        session.prepareIdempotent(
            "SELECT span, shard FROM KEYSPACE.speed_places"
                + ofSource
                + " AND span >= ? AND span <= ?");
    this.readSources =
        session.prepareIdempotent(
            "SELECT view_name, topic, topic_id, partition FROM KEYSPACE.speed_sources"
                + " WHERE workload = ? AND definition = ?");
    this.delete =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.speed_rows USING TIMESTAMP ?"
                + ofRowPartition
                + " AND topic = ? AND topic_id = ? AND partition = ? AND slice < ?");
    this.deleteIndex =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.speed_places USING TIMESTAMP ?"
                + ofSource
                + " AND span = ? AND shard = ? AND slice < ?");
    String afterAll = " USING TIMESTAMP " + RowMapping.AFTER_ALL;
    this.dropRows =
        session.prepareIdempotent("DELETE FROM KEYSPACE.speed_rows" + afterAll + ofRowPartition);
    this.dropIndex =
        session.prepareIdempotent("DELETE FROM KEYSPACE.speed_places" + afterAll + ofSource);
    this.dropSources =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.speed_sources"
                + afterAll
                + " WHERE workload = ? AND definition = ?");
  }

  @Override
  public void write(List<SpeedRow> rows) throws StoreFailure {
    if (rows.isEmpty()) {
      return;
    }
    Pipeline pipeline =
        new Pipeline(session, "write " + rows.size() + " speed rows of " + workload);
    Map<TablePartition, List<Pipeline.Sized>> byPartition = new LinkedHashMap<>();
    Set<Object> newlyIndexed = new LinkedHashSet<>();
    for (SpeedRow row : rows) {
      RowPartition rowPartition = scheme.of(row.view(), row.key());
      index(pipeline, row, rowPartition, newlyIndexed);
      byPartition
          .computeIfAbsent(
              new TablePartition(row.definition(), row.view(), rowPartition),
              key -> new ArrayList<>())
          .add(bind(row, rowPartition));
    }
    if (!newlyIndexed.isEmpty()) {
      pipeline.drain();
      newlyIndexed.forEach(indexed::add);
    }
    for (List<Pipeline.Sized> together : byPartition.values()) {
      pipeline.submitTogether(together);
    }
    pipeline.drain();
  }

  /** Indexes the row partition of a row, unless it is known to be indexed. */
  private void index(
      Pipeline pipeline, SpeedRow row, RowPartition rowPartition, Set<Object> newlyIndexed)
      throws StoreFailure {
    Partition partition = row.partition();
    Source source = new Source(row.definition(), row.view(), partition);
    IndexEntry entry = new IndexEntry(source, rowPartition, row.slice());
    if (indexed.contains(entry) || newlyIndexed.contains(entry)) {
      return;
    }
    if (!indexed.contains(source) && !newlyIndexed.contains(source)) {
      pipeline.submit(
          indexSource.bind(
              workload,
              row.definition().value(),
              row.view(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number()));
      newlyIndexed.add(source);
    }
    pipeline.submit(
        index.bind(
            workload,
            row.definition().value(),
            row.view(),
            partition.topic().name(),
            partition.topic().id(),
            partition.number(),
            Instant.ofEpochMilli(rowPartition.span()),
            rowPartition.shard(),
            row.slice(),
            row.version()));
    newlyIndexed.add(entry);
  }

  private Pipeline.Sized bind(SpeedRow row, RowPartition rowPartition) {
    ByteBuffer state = ByteBuffer.allocate(Long.BYTES + row.state().length());
    state.putLong(row.version()).put(row.state().toBytes()).flip();
    BoundStatementBuilder bound =
        write
            .boundStatementBuilder()
            .setString(0, workload)
            .setLong(1, row.definition().value())
            .setString(2, row.view())
            .setInstant(3, Instant.ofEpochMilli(rowPartition.span()))
            .setInt(4, rowPartition.shard())
            .setString(5, row.partition().topic().name())
            .setUuid(6, row.partition().topic().id())
            .setInt(7, row.partition().number())
            .setLong(8, row.slice())
            .setByteBuffer(9, state)
            .setLong(10 + RowMapping.KEY_COLUMNS, row.version());
    return new Pipeline.Sized(
        RowMapping.withKey(bound, 10, scheme, row.view(), row.key()).build(),
        ROW_BYTES + state.limit());
  }

  @Override
  public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    String what = "read speed rows of " + workload + " " + definition + " " + view;
    Option<List<RowPartition>> few = scheme.rowPartitions(view, selection);
    Collection<RowPartition> rowPartitions =
        few.isDefined() ? few.get() : indexedPartitions(what, definition, view, selection);
    Iterator<BoundStatement> queries =
        rowPartitions.stream()
            .map(
                rowPartition ->
                    read.bind(
                        workload,
                        definition.value(),
                        view.name(),
                        Instant.ofEpochMilli(rowPartition.span()),
                        rowPartition.shard()))
            .iterator();
    PartitionReads rows = new PartitionReads(session, what, queries, QUERIES_AHEAD);
    return new Cursor<>() {
      @Override
      public Option<SpeedRow> next() throws StoreFailure {
        for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
          RowKey key = RowMapping.key(row.get(), scheme);
          if (selection.matches(view, key)) {
            return Option.some(speedRow(definition, view, key, row.get()));
          }
        }
        return Option.none();
      }

      @Override
      public void close() {}
    };
  }

  private static SpeedRow speedRow(DefinitionNumber definition, View<?> view, RowKey key, Row row)
      throws StoreFailure.Corrupt {
    ByteBuffer state = RowMapping.bytes(row, "state");
    if (state.remaining() < Long.BYTES) {
      throw new StoreFailure.Corrupt("a speed row of view " + view + " has no version, key " + key);
    }
    long version = state.getLong();
    return new SpeedRow(
        definition,
        view.name(),
        key,
        RowMapping.partition(row),
        row.getLong("slice"),
        version,
        RowMapping.state(state));
  }

  /** The row partitions in which a selection may have rows, according to the index. */
  private SortedSet<RowPartition> indexedPartitions(
      String what, DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    PartitionScheme.Spans spans = scheme.spans(view, selection);
    Option<Integer> shard = scheme.shard(view, selection);
    List<BoundStatement> queries = new ArrayList<>();
    for (Source source : sources(definition)) {
      if (source.view().equals(view.name())) {
        Partition partition = source.partition();
        queries.add(
            readIndex.bind(
                workload,
                definition.value(),
                view.name(),
                partition.topic().name(),
                partition.topic().id(),
                partition.number(),
                Instant.ofEpochMilli(spans.first()),
                Instant.ofEpochMilli(spans.last())));
      }
    }
    SortedSet<RowPartition> rowPartitions = new TreeSet<>();
    PartitionReads rows = new PartitionReads(session, what, queries.iterator(), QUERIES_AHEAD);
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      int found = row.get().getInt("shard");
      if (shard.isEmpty() || shard.contains(found)) {
        rowPartitions.add(new RowPartition(RowMapping.millis(row.get(), "span"), found));
      }
    }
    return rowPartitions;
  }

  private List<Source> sources(DefinitionNumber definition) throws StoreFailure {
    List<Source> sources = new ArrayList<>();
    PartitionReads rows =
        session.rows(
            "read the sources of speed rows of " + workload + " " + definition,
            readSources.bind(workload, definition.value()));
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      sources.add(
          new Source(
              definition,
              RowMapping.text(row.get(), "view_name"),
              RowMapping.partition(row.get())));
    }
    return sources;
  }

  /** {@inheritDoc} It deletes the slices of all keys that share a row partition with these. */
  @Override
  public void delete(
      DefinitionNumber definition,
      View<?> view,
      Collection<RowKey> keys,
      Partition partition,
      long belowSlice,
      long cut)
      throws StoreFailure {
    SortedSet<RowPartition> rowPartitions = new TreeSet<>();
    for (RowKey key : keys) {
      rowPartitions.add(scheme.of(view.name(), key));
    }
    Pipeline pipeline =
        new Pipeline(session, "delete speed rows of " + workload + " " + definition + " " + view);
    for (RowPartition rowPartition : rowPartitions) {
      pipeline.submit(
          delete.bind(
              cut,
              workload,
              definition.value(),
              view.name(),
              Instant.ofEpochMilli(rowPartition.span()),
              rowPartition.shard(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number(),
              belowSlice));
    }
    // The index is deleted last: it must list every row partition that has rows.
    pipeline.drain();
    for (RowPartition rowPartition : rowPartitions) {
      pipeline.submit(
          deleteIndex.bind(
              cut,
              workload,
              definition.value(),
              view.name(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number(),
              Instant.ofEpochMilli(rowPartition.span()),
              rowPartition.shard(),
              belowSlice));
    }
    pipeline.drain();
  }

  @Override
  public void drop(DefinitionNumber definition) throws StoreFailure {
    String what = "drop the speed rows of " + workload + " " + definition;
    Pipeline pipeline = new Pipeline(session, what);
    List<Source> sources = sources(definition);
    for (Source source : sources) {
      Partition partition = source.partition();
      PartitionReads rows =
          session.rows(
              what,
              readIndex.bind(
                  workload,
                  definition.value(),
                  source.view(),
                  partition.topic().name(),
                  partition.topic().id(),
                  partition.number(),
                  Instant.ofEpochMilli(Long.MIN_VALUE),
                  Instant.ofEpochMilli(Long.MAX_VALUE)));
      Option<RowPartition> last = Option.none();
      for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
        RowPartition rowPartition =
            new RowPartition(RowMapping.millis(row.get(), "span"), row.get().getInt("shard"));
        if (!last.contains(rowPartition)) {
          pipeline.submit(
              dropRows.bind(
                  workload,
                  definition.value(),
                  source.view(),
                  Instant.ofEpochMilli(rowPartition.span()),
                  rowPartition.shard()));
          last = Option.some(rowPartition);
        }
      }
    }
    pipeline.drain();
    for (Source source : sources) {
      Partition partition = source.partition();
      pipeline.submit(
          dropIndex.bind(
              workload,
              definition.value(),
              source.view(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number()));
    }
    pipeline.drain();
    session.write(what, dropSources.bind(workload, definition.value()));
    indexed.clear();
  }
}
