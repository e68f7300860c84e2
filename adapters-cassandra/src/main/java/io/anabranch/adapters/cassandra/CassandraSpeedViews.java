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
 * Speed rows whose write timestamps are their versions, so Cassandra itself keeps the latest
 * version, whatever order rows arrive in.
 *
 * <p>A deletion carries the cut as its timestamp and names the slices below it. No later slice is
 * in that range, whatever its versions; and all that is in it is at or below the cut.
 *
 * <p>Before its first row of a slice, each partition of the table is noted, with the same timestamp
 * and deleted by the same range, so that whole views are read without looking at what was deleted.
 */
final class CassandraSpeedViews implements SpeedViews {

  private static final int QUERIES_AHEAD = 16;
  private static final int MOST_NOTED = 200_000;

  /** About what a row takes beside its state. */
  private static final int ROW_BYTES = 200;

  private final CassandraSession session;
  private final String workload;
  private final PartitionScheme placement;
  private final PreparedStatement write;
  private final PreparedStatement note;
  private final PreparedStatement noteSource;
  private final PreparedStatement read;
  private final PreparedStatement readPlaces;
  private final PreparedStatement readSources;
  private final PreparedStatement delete;
  private final PreparedStatement deleteNotes;
  private final PreparedStatement dropRows;
  private final PreparedStatement dropPlaces;
  private final PreparedStatement dropSources;

  /** Notes that stand already. */
  private final LruSet<Object> noted = new LruSet<>(MOST_NOTED);

  /** A partition of the table. */
  private record Part(DefinitionNumber definition, String view, RowPartition place) {}

  private record Source(DefinitionNumber definition, String view, Partition partition) {}

  private record Note(Source source, RowPartition place, long slice) {}

  CassandraSpeedViews(CassandraSession session, String workload, PartitionScheme placement)
      throws StoreFailure {
    this.session = session;
    this.workload = workload;
    this.placement = placement;
    String ofPart = " WHERE workload = ? AND definition = ? AND view_name = ?";
    String ofPlace = ofPart + " AND span = ? AND shard = ?";
    String ofSource = ofPart + " AND topic = ? AND topic_id = ? AND partition = ?";
    this.write =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_rows (workload, definition, view_name, span, shard,"
                + " topic, topic_id, partition, slice, state, key, time, fields, long_key)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.note =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_places (workload, definition, view_name,"
                + " topic, topic_id, partition, span, shard, slice)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?");
    this.noteSource =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.speed_sources (workload, definition, view_name,"
                + " topic, topic_id, partition) VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP 1");
    this.read =
        session.prepareIdempotent(
            "SELECT topic, topic_id, partition, slice, key, long_key, state"
                + " FROM KEYSPACE.speed_rows"
                + ofPlace);
    this.readPlaces =
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
                + ofPlace
                + " AND topic = ? AND topic_id = ? AND partition = ? AND slice < ?");
    this.deleteNotes =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.speed_places USING TIMESTAMP ?"
                + ofSource
                + " AND span = ? AND shard = ? AND slice < ?");
    String afterAll = " USING TIMESTAMP " + RowMapping.AFTER_ALL;
    this.dropRows =
        session.prepareIdempotent("DELETE FROM KEYSPACE.speed_rows" + afterAll + ofPlace);
    this.dropPlaces =
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
    Map<Part, List<Pipeline.Sized>> byPart = new LinkedHashMap<>();
    Set<Object> fresh = new LinkedHashSet<>();
    for (SpeedRow row : rows) {
      RowPartition place = placement.of(row.view(), row.key());
      note(pipeline, row, place, fresh);
      byPart
          .computeIfAbsent(new Part(row.definition(), row.view(), place), part -> new ArrayList<>())
          .add(bind(row, place));
    }
    if (!fresh.isEmpty()) {
      pipeline.drain();
      fresh.forEach(noted::add);
    }
    for (List<Pipeline.Sized> together : byPart.values()) {
      pipeline.submitTogether(together);
    }
    pipeline.drain();
  }

  /** Notes where a row is going to lie, unless it is known to be noted. */
  private void note(Pipeline pipeline, SpeedRow row, RowPartition place, Set<Object> fresh)
      throws StoreFailure {
    Partition partition = row.partition();
    Source source = new Source(row.definition(), row.view(), partition);
    Note asked = new Note(source, place, row.slice());
    if (noted.contains(asked) || fresh.contains(asked)) {
      return;
    }
    if (!noted.contains(source) && !fresh.contains(source)) {
      pipeline.submit(
          noteSource.bind(
              workload,
              row.definition().value(),
              row.view(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number()));
      fresh.add(source);
    }
    pipeline.submit(
        note.bind(
            workload,
            row.definition().value(),
            row.view(),
            partition.topic().name(),
            partition.topic().id(),
            partition.number(),
            Instant.ofEpochMilli(place.span()),
            place.shard(),
            row.slice(),
            row.version()));
    fresh.add(asked);
  }

  private Pipeline.Sized bind(SpeedRow row, RowPartition place) {
    ByteBuffer state = ByteBuffer.allocate(Long.BYTES + row.state().length());
    state.putLong(row.version()).put(row.state().toBytes()).flip();
    BoundStatementBuilder bound =
        write
            .boundStatementBuilder()
            .setString(0, workload)
            .setLong(1, row.definition().value())
            .setString(2, row.view())
            .setInstant(3, Instant.ofEpochMilli(place.span()))
            .setInt(4, place.shard())
            .setString(5, row.partition().topic().name())
            .setUuid(6, row.partition().topic().id())
            .setInt(7, row.partition().number())
            .setLong(8, row.slice())
            .setByteBuffer(9, state)
            .setLong(10 + RowMapping.KEY_COLUMNS, row.version());
    return new Pipeline.Sized(
        RowMapping.withKey(bound, 10, placement, row.view(), row.key()).build(),
        ROW_BYTES + state.limit());
  }

  @Override
  public Cursor<SpeedRow> read(DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    String what = "read speed rows of " + workload + " " + definition + " " + view;
    Option<List<RowPartition>> few = placement.places(view, selection);
    Collection<RowPartition> places =
        few.isDefined() ? few.get() : notedPlaces(what, definition, view, selection);
    Iterator<BoundStatement> queries =
        places.stream()
            .map(
                place ->
                    read.bind(
                        workload,
                        definition.value(),
                        view.name(),
                        Instant.ofEpochMilli(place.span()),
                        place.shard()))
            .iterator();
    PartitionReads rows = new PartitionReads(session, what, queries, QUERIES_AHEAD);
    return new Cursor<>() {
      @Override
      public Option<SpeedRow> next() throws StoreFailure {
        for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
          RowKey key = RowMapping.key(row.get(), placement);
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
      throw new StoreFailure.Corrupt("a speed row of view " + view + " has no version: " + key);
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

  /** The partitions that a selection may have rows in, as they were noted. */
  private SortedSet<RowPartition> notedPlaces(
      String what, DefinitionNumber definition, View<?> view, Selection selection)
      throws StoreFailure {
    PartitionScheme.Spans spans = placement.spans(view, selection);
    Option<Integer> shard = placement.shard(view, selection);
    List<BoundStatement> queries = new ArrayList<>();
    for (Source source : sources(definition)) {
      if (source.view().equals(view.name())) {
        Partition partition = source.partition();
        queries.add(
            readPlaces.bind(
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
    SortedSet<RowPartition> places = new TreeSet<>();
    PartitionReads rows = new PartitionReads(session, what, queries.iterator(), QUERIES_AHEAD);
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      int found = row.get().getInt("shard");
      if (shard.isEmpty() || shard.contains(found)) {
        places.add(new RowPartition(RowMapping.millis(row.get(), "span"), found));
      }
    }
    return places;
  }

  private List<Source> sources(DefinitionNumber definition) throws StoreFailure {
    List<Source> sources = new ArrayList<>();
    PartitionReads rows =
        session.rows(
            "read where speed rows of " + workload + " " + definition + " come from",
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

  /** {@inheritDoc} It deletes those slices of every key that shares a partition with these. */
  @Override
  public void delete(
      DefinitionNumber definition,
      View<?> view,
      Collection<RowKey> keys,
      Partition partition,
      long belowSlice,
      long cut)
      throws StoreFailure {
    SortedSet<RowPartition> places = new TreeSet<>();
    for (RowKey key : keys) {
      places.add(placement.of(view.name(), key));
    }
    Pipeline pipeline =
        new Pipeline(session, "delete speed rows of " + workload + " " + definition + " " + view);
    for (RowPartition place : places) {
      pipeline.submit(
          delete.bind(
              cut,
              workload,
              definition.value(),
              view.name(),
              Instant.ofEpochMilli(place.span()),
              place.shard(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number(),
              belowSlice));
    }
    // Only then is it forgotten that there was something.
    pipeline.drain();
    for (RowPartition place : places) {
      pipeline.submit(
          deleteNotes.bind(
              cut,
              workload,
              definition.value(),
              view.name(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number(),
              Instant.ofEpochMilli(place.span()),
              place.shard(),
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
              readPlaces.bind(
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
        RowPartition place =
            new RowPartition(RowMapping.millis(row.get(), "span"), row.get().getInt("shard"));
        if (!last.contains(place)) {
          pipeline.submit(
              dropRows.bind(
                  workload,
                  definition.value(),
                  source.view(),
                  Instant.ofEpochMilli(place.span()),
                  place.shard()));
          last = Option.some(place);
        }
      }
    }
    pipeline.drain();
    for (Source source : sources) {
      Partition partition = source.partition();
      pipeline.submit(
          dropPlaces.bind(
              workload,
              definition.value(),
              source.view(),
              partition.topic().name(),
              partition.topic().id(),
              partition.number()));
    }
    pipeline.drain();
    session.write(what, dropSources.bind(workload, definition.value()));
    noted.clear();
  }
}
