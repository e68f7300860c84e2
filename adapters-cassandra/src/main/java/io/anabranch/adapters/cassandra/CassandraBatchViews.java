package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.definition.DefinitionNumber;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.RowKey;
import io.anabranch.domain.view.Selection;
import io.anabranch.domain.view.View;
import io.anabranch.ports.BatchViews;
import io.anabranch.ports.Cursor;
import io.anabranch.ports.KeyRange;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StateBytes;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Segments. Each row is stored twice: in blocks by key, from which whole views are read in order,
 * and by itself by time, from which the rows of a time are read; people read these too.
 *
 * <p>The table of segments holds the phase of each segment, which changes only by lightweight
 * transactions. A write and a deletion each start and end with a change of phase, and readers check
 * the phase before and after. Rows have write timestamp 1 and deletions 2: names are never reused,
 * so no clock matters.
 */
final class CassandraBatchViews implements BatchViews {

  private static final String WHOLE = "whole";
  private static final int BLOCKS_PER_PAGE = 16;
  private static final int QUERIES_AHEAD = 16;
  private static final int MAX_HEADERS = 1_000;

  private final CassandraSession session;
  private final String workload;
  private final PartitionScheme scheme;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement readHeader;
  private final PreparedStatement list;
  private final PreparedStatement beginDelete;
  private final PreparedStatement endDelete;
  private final PreparedStatement writeBlock;
  private final PreparedStatement readBlocks;
  private final PreparedStatement deleteBlocks;
  private final PreparedStatement writeRow;
  private final PreparedStatement readRows;
  private final PreparedStatement deleteRows;

  /** The headers of segments that were read when they were whole. */
  private final Map<SegmentName, SegmentHeader> headers =
      Collections.synchronizedMap(
          new java.util.LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SegmentName, SegmentHeader> eldest) {
              return size() > MAX_HEADERS;
            }
          });

  CassandraBatchViews(CassandraSession session, String workload, PartitionScheme scheme)
      throws StoreFailure {
    this.session = session;
    this.workload = workload;
    this.scheme = scheme;
    String ofSegment = " WHERE workload = ? AND definition = ? AND base_epoch = ? AND nonce = ?";
    String ofRowPartition = ofSegment + " AND view_name = ? AND span = ? AND shard = ?";
    this.begin =
        session.prepareTransaction(
            "INSERT INTO KEYSPACE.segments (workload, definition, base_epoch, nonce, phase)"
                + " VALUES (?, ?, ?, ?, 'writing') IF NOT EXISTS");
    this.commit =
        session.prepareTransaction(
            "UPDATE KEYSPACE.segments SET phase = 'whole', rows = ?, view_rows = ?,"
                + " part_views = ?, part_starts = ?"
                + ofSegment
                + " IF phase = 'writing'");
    this.readHeader =
        session.prepareIdempotent(
            "SELECT phase, view_rows, part_views, part_starts FROM KEYSPACE.segments" + ofSegment);
    this.list =
        session.prepareIdempotent(
            "SELECT base_epoch, nonce FROM KEYSPACE.segments"
                + " WHERE workload = ? AND definition = ?");
    this.beginDelete =
        session.prepareTransaction(
            "UPDATE KEYSPACE.segments SET phase = 'deleting'" + ofSegment + " IF EXISTS");
    this.endDelete =
        session.prepareTransaction("DELETE FROM KEYSPACE.segments" + ofSegment + " IF EXISTS");
    this.writeBlock =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.segment_blocks (workload, definition, base_epoch, nonce, part,"
                + " view_name, last_key, block, rows, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " USING TIMESTAMP 1");
    this.readBlocks =
        session.prepareIdempotent(
            "SELECT view_name, rows, content FROM KEYSPACE.segment_blocks"
                + ofSegment
                + " AND part = ? AND last_key >= ?");
    this.deleteBlocks =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.segment_blocks USING TIMESTAMP 2" + ofSegment + " AND part = ?");
    this.writeRow =
        session.prepareIdempotent(
            "INSERT INTO KEYSPACE.batch_rows (workload, definition, base_epoch, nonce, view_name, span,"
                + " shard, state, key, time, fields, long_key)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP 1");
    this.readRows =
        session.prepareIdempotent(
            "SELECT key, long_key, state FROM KEYSPACE.batch_rows" + ofRowPartition);
    this.deleteRows =
        session.prepareIdempotent(
            "DELETE FROM KEYSPACE.batch_rows USING TIMESTAMP 2" + ofRowPartition);
  }

  @Override
  public long write(SegmentName segment, Cursor<SegmentRow> rows) throws StoreFailure {
    try (rows) {
      if (!transact("begin", segment, bind(begin, segment))) {
        throw new IllegalArgumentException("segment " + segment + " is already written");
      }
      SegmentWriter writer =
          new SegmentWriter(session, workload, segment, scheme, writeBlock, writeRow);
      for (Option<SegmentRow> row = rows.next(); row.isDefined(); row = rows.next()) {
        writer.add(row.get());
      }
      SegmentHeader header = writer.finish();
      long count = header.rows().values().sum().longValue();
      if (!commit(segment, header, count)) {
        // Another process deleted the segment as it was then. That deletion hides blocks that were
        // written later, but not their rows.
        writer.deleteRows(deleteRows);
        deleteContent(segment);
        throw new StoreFailure.Unavailable(
            "segment " + segment + " of " + workload + " was deleted while it was being written");
      }
      return count;
    }
  }

  private boolean commit(SegmentName segment, SegmentHeader header, long count)
      throws StoreFailure {
    return transact(
        "commit",
        segment,
        commit.bind(
            count,
            header.rows().toJavaMap(),
            header.parts().map(SegmentHeader.Part::view).toJavaList(),
            header.parts().map(SegmentHeader.Part::start).toJavaList(),
            workload,
            segment.definition().value(),
            segment.baseEpoch(),
            segment.nonce()));
  }

  private boolean transact(String what, SegmentName segment, Statement<?> statement)
      throws StoreFailure {
    return session.write(what + " segment " + segment + " of " + workload, statement).wasApplied();
  }

  private BoundStatement bind(PreparedStatement statement, SegmentName segment) {
    return statement.bind(
        workload, segment.definition().value(), segment.baseEpoch(), segment.nonce());
  }

  @Override
  public Cursor<SegmentRow> read(SegmentName segment, View<?> view, Selection selection)
      throws StoreFailure {
    SegmentHeader header = header(segment);
    boolean asksForTime =
        view.bucket() != Bucket.ALWAYS
            && (selection.fromSecond() != Long.MIN_VALUE || selection.toSecond() != Long.MAX_VALUE);
    Option<List<RowPartition>> rowPartitions =
        asksForTime ? scheme.rowPartitions(view, selection) : Option.none();
    if (rowPartitions.isDefined()) {
      return inOrder(segment, rowsOf(segment, view, selection, rowPartitions.get()));
    }
    return new BlockCursor(segment, view, selection, header);
  }

  /** The header of a segment, which must be whole or have been whole before. */
  private SegmentHeader header(SegmentName segment) throws StoreFailure {
    SegmentHeader known = headers.get(segment);
    if (known != null) {
      return known;
    }
    Row row = requireWhole(segment);
    Map<String, Long> rows = row.getMap("view_rows", String.class, Long.class);
    List<String> views = row.getList("part_views", String.class);
    List<ByteBuffer> starts = row.getList("part_starts", ByteBuffer.class);
    if (rows == null || views == null || starts == null || views.size() != starts.size()) {
      throw new StoreFailure.Corrupt("segment " + segment + " has an incomplete header");
    }
    List<SegmentHeader.Part> parts = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      parts.add(new SegmentHeader.Part(views.get(i), starts.get(i)));
    }
    SegmentHeader header = new SegmentHeader(LinkedHashMap.ofAll(rows), Vector.ofAll(parts));
    headers.put(segment, header);
    return header;
  }

  private Row requireWhole(SegmentName segment) throws StoreFailure {
    String what = "read segment " + segment + " of " + workload;
    Row row = session.read(what, bind(readHeader, segment)).one();
    if (row == null) {
      throw new StoreFailure.Corrupt("segment " + segment + " of " + workload + " is absent");
    }
    String phase = RowMapping.text(row, "phase");
    if (!phase.equals(WHOLE)) {
      throw new StoreFailure.Corrupt(
          "segment " + segment + " of " + workload + " is not whole: its phase is " + phase);
    }
    return row;
  }

  private List<SegmentRow> rowsOf(
      SegmentName segment, View<?> view, Selection selection, List<RowPartition> rowPartitions)
      throws StoreFailure {
    Iterator<BoundStatement> queries =
        rowPartitions.stream()
            .map(rowPartition -> bind(readRows, segment, view.name(), rowPartition))
            .iterator();
    PartitionReads reads =
        new PartitionReads(
            session, "read rows of segment " + segment + " of " + workload, queries, QUERIES_AHEAD);
    List<SegmentRow> rows = new ArrayList<>();
    for (Option<Row> row = reads.next(); row.isDefined(); row = reads.next()) {
      RowKey key = RowMapping.key(row.get(), scheme);
      if (selection.matches(view, key)) {
        StateBytes state = RowMapping.state(RowMapping.bytes(row.get(), "state"));
        rows.add(new SegmentRow(view.name(), key, state));
      }
    }
    rows.sort(Comparator.comparing(SegmentRow::key));
    return rows;
  }

  private BoundStatement bind(
      PreparedStatement statement, SegmentName segment, String view, RowPartition rowPartition) {
    return statement.bind(
        workload,
        segment.definition().value(),
        segment.baseEpoch(),
        segment.nonce(),
        view,
        Instant.ofEpochMilli(rowPartition.span()),
        rowPartition.shard());
  }

  private Cursor<SegmentRow> inOrder(SegmentName segment, List<SegmentRow> rows)
      throws StoreFailure {
    requireWhole(segment);
    Iterator<SegmentRow> each = rows.iterator();
    return new Cursor<>() {
      @Override
      public Option<SegmentRow> next() {
        return each.hasNext() ? Option.some(each.next()) : Option.none();
      }

      @Override
      public void close() {}
    };
  }

  /** The blocks of a view that may hold keys of a range, in order, part by part. */
  private PartitionReads blocks(
      SegmentName segment, String view, SegmentHeader header, KeyRange range) {
    List<Statement<?>> queries = new ArrayList<>();
    for (int part = 0; part < header.parts().size(); part++) {
      if (header.parts().get(part).view().equals(view) && mayContain(header, part, range)) {
        queries.add(blocksOfPart(segment, part, scheme.prefix(range.first())));
      }
    }
    return new PartitionReads(
        session, "read segment " + segment + " of " + workload, queries.iterator(), 2);
  }

  private Statement<?> blocksOfPart(SegmentName segment, int part, ByteBuffer from) {
    return readBlocks
        .bind(
            workload,
            segment.definition().value(),
            segment.baseEpoch(),
            segment.nonce(),
            part,
            from)
        .setPageSize(BLOCKS_PER_PAGE);
  }

  private boolean mayContain(SegmentHeader header, int part, KeyRange range) {
    ByteBuffer first = scheme.prefix(range.first());
    ByteBuffer last = scheme.prefix(range.last());
    boolean isBehind = Unsigned.compare(header.parts().get(part).start(), last) > 0;
    boolean isLastOfView =
        part + 1 == header.parts().size()
            || !header.parts().get(part + 1).view().equals(header.parts().get(part).view());
    // A key that has the same prefix as the first key of the next part may be in either part.
    boolean isBefore =
        !isLastOfView && Unsigned.compare(header.parts().get(part + 1).start(), first) < 0;
    return !isBehind && !isBefore;
  }

  /** The rows of a view by key. At the end it checks that the segment is still whole. */
  private final class BlockCursor implements Cursor<SegmentRow> {

    private final SegmentName segment;
    private final View<?> view;
    private final Selection selection;
    private final KeyRange range;
    private final long expected;
    private final PartitionReads blocks;
    private Iterator<Block.Entry> entries = Collections.emptyIterator();
    private long seen;
    private boolean isAtEnd;

    BlockCursor(SegmentName segment, View<?> view, Selection selection, SegmentHeader header) {
      this.segment = segment;
      this.view = view;
      this.selection = selection;
      this.range = KeyRange.of(view, selection);
      this.expected =
          range.equals(KeyRange.of(view, Selection.ALL))
              ? header.rows().get(view.name()).getOrElse(0L)
              : Long.MAX_VALUE;
      this.blocks = CassandraBatchViews.this.blocks(segment, view.name(), header, range);
    }

    @Override
    public Option<SegmentRow> next() throws StoreFailure {
      while (!isAtEnd) {
        while (entries.hasNext()) {
          Block.Entry entry = entries.next();
          RowKey key = scheme.decode(entry.key());
          seen++;
          if (key.compareTo(range.last()) > 0) {
            return end();
          }
          if (key.compareTo(range.first()) >= 0 && selection.matches(view, key)) {
            return Option.some(new SegmentRow(view.name(), key, RowMapping.state(entry.state())));
          }
        }
        Option<Row> block = blocks.next();
        if (block.isEmpty()) {
          return end();
        }
        entries =
            Block.read(RowMapping.bytes(block.get(), "content"), block.get().getInt("rows"))
                .iterator();
      }
      return Option.none();
    }

    private Option<SegmentRow> end() throws StoreFailure {
      requireWhole(segment);
      if (expected != Long.MAX_VALUE && seen != expected) {
        throw new StoreFailure.Corrupt(
            "segment " + segment + " has " + seen + " rows of " + view + ", expected " + expected);
      }
      isAtEnd = true;
      return Option.none();
    }

    @Override
    public void close() {}
  }

  @Override
  public void delete(SegmentName segment) throws StoreFailure {
    if (!transact("start deleting", segment, bind(beginDelete, segment))) {
      return;
    }
    deleteContent(segment);
    transact("remove", segment, bind(endDelete, segment));
  }

  /** Deletes the row partitions that the blocks refer to, then the blocks. */
  private void deleteContent(SegmentName segment) throws StoreFailure {
    String what = "delete segment " + segment + " of " + workload;
    Pipeline pipeline = new Pipeline(session, what);
    int parts = 0;
    while (true) {
      PartitionReads blocks =
          session.rows(what, blocksOfPart(segment, parts, ByteBuffer.allocate(0)));
      Option<Row> block = blocks.next();
      if (block.isEmpty()) {
        break;
      }
      parts++;
      Set<String> done = new HashSet<>();
      for (; block.isDefined(); block = blocks.next()) {
        String view = RowMapping.text(block.get(), "view_name");
        List<Block.Entry> entries =
            Block.read(RowMapping.bytes(block.get(), "content"), block.get().getInt("rows"));
        for (Block.Entry entry : entries) {
          RowPartition rowPartition = scheme.of(view, scheme.decode(entry.key()));
          if (done.add(view + rowPartition)) {
            pipeline.submit(bind(deleteRows, segment, view, rowPartition));
          }
        }
      }
    }
    pipeline.drain();
    // The last part first: a repeated deletion takes the first empty part for the end.
    for (int part = parts - 1; part >= 0; part--) {
      session.write(
          what,
          deleteBlocks.bind(
              workload, segment.definition().value(), segment.baseEpoch(), segment.nonce(), part));
    }
    headers.remove(segment);
  }

  @Override
  public SortedSet<SegmentName> segments(DefinitionNumber definition) throws StoreFailure {
    SortedSet<SegmentName> names = new TreeSet<>();
    PartitionReads rows =
        session.rows(
            "list the segments of " + workload + " " + definition,
            list.bind(workload, definition.value()));
    for (Option<Row> row = rows.next(); row.isDefined(); row = rows.next()) {
      names.add(
          new SegmentName(
              definition, row.get().getLong("base_epoch"), RowMapping.text(row.get(), "nonce")));
    }
    return names;
  }
}
