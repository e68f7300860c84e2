package io.anabranch.adapters.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.anabranch.domain.coverage.SegmentName;
import io.anabranch.domain.view.RowKey;
import io.anabranch.ports.SegmentRow;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the rows of one segment, as blocks and one by one. A row is written by itself only when
 * its block stands: whoever deletes the segment finds by the blocks what there may be.
 */
final class SegmentWriter {

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int BLOCK_ROWS = 1_000;
  private static final int PART_BLOCKS = 64;
  private static final int ROWS_TOGETHER = 5_000;

  /** About what a row takes beside its state. */
  private static final int ROW_BYTES = 200;

  private final String workload;
  private final SegmentName segment;
  private final PartitionScheme placement;
  private final PreparedStatement writeBlock;
  private final PreparedStatement writeRow;
  private final Pipeline pipeline;

  private final List<SegmentRow> waiting = new ArrayList<>();
  private final java.util.Map<String, Set<Long>> spans = new HashMap<>();
  private Map<String, Long> counts = LinkedHashMap.empty();
  private Vector<SegmentHeader.Part> parts = Vector.empty();
  private Option<SegmentRow> last = Option.none();
  private Block block = new Block();
  private int blocks;

  SegmentWriter(
      CassandraSession session,
      String workload,
      SegmentName segment,
      PartitionScheme placement,
      PreparedStatement writeBlock,
      PreparedStatement writeRow) {
    this.workload = workload;
    this.segment = segment;
    this.placement = placement;
    this.writeBlock = writeBlock;
    this.writeRow = writeRow;
    this.pipeline = new Pipeline(session, "write segment " + segment + " of " + workload);
  }

  void add(SegmentRow row) throws StoreFailure {
    boolean isSameView = last.exists(before -> before.view().equals(row.view()));
    if (isSameView && row.key().compareTo(last.get().key()) <= 0) {
      throw new IllegalArgumentException(
          "segment " + segment + ", view " + row.view() + ": " + row.key() + " is out of order");
    }
    if (!isSameView) {
      if (counts.containsKey(row.view())) {
        throw new IllegalArgumentException(
            "segment " + segment + " has rows of other views between those of " + row.view());
      }
      finishBlock();
      startPart(row);
    } else if (block.rows() > 0 && (block.size() >= BLOCK_BYTES || block.rows() == BLOCK_ROWS)) {
      finishBlock();
      if (waiting.size() >= ROWS_TOGETHER) {
        writeWaiting();
      }
      if (blocks == PART_BLOCKS) {
        startPart(row);
      }
    }
    block.add(placement.encoded(row.key()), row.state().toBytes());
    waiting.add(row);
    counts = counts.put(row.view(), counts.get(row.view()).getOrElse(0L) + 1);
    last = Option.some(row);
  }

  /** A part begins only when the one before stands: the first that is empty is the last. */
  private void startPart(SegmentRow first) throws StoreFailure {
    pipeline.drain();
    parts = parts.append(new SegmentHeader.Part(first.view(), placement.beginning(first.key())));
    blocks = 0;
  }

  private void finishBlock() throws StoreFailure {
    if (block.rows() == 0) {
      return;
    }
    pipeline.submit(
        writeBlock.bind(
            workload,
            segment.definition().value(),
            segment.baseEpoch(),
            segment.nonce(),
            parts.size() - 1,
            last.get().view(),
            placement.beginning(last.get().key()),
            blocks,
            block.rows(),
            block.content()));
    block = new Block();
    blocks++;
  }

  private void writeWaiting() throws StoreFailure {
    pipeline.drain();
    java.util.Map<String, java.util.Map<RowPartition, List<Pipeline.Sized>>> byPlace =
        new HashMap<>();
    for (SegmentRow row : waiting) {
      RowPartition place = placement.of(row.view(), row.key());
      spans.computeIfAbsent(row.view(), view -> new HashSet<>()).add(place.span());
      byPlace
          .computeIfAbsent(row.view(), view -> new java.util.LinkedHashMap<>())
          .computeIfAbsent(place, p -> new ArrayList<>())
          .add(bind(row.view(), row.key(), place, row));
    }
    for (java.util.Map<RowPartition, List<Pipeline.Sized>> ofView : byPlace.values()) {
      for (List<Pipeline.Sized> together : ofView.values()) {
        pipeline.submitTogether(together);
      }
    }
    waiting.clear();
  }

  private Pipeline.Sized bind(String view, RowKey key, RowPartition place, SegmentRow row) {
    byte[] state = row.state().toBytes();
    BoundStatementBuilder bound =
        writeRow
            .boundStatementBuilder()
            .setString(0, workload)
            .setLong(1, segment.definition().value())
            .setLong(2, segment.baseEpoch())
            .setString(3, segment.nonce())
            .setString(4, view)
            .setInstant(5, Instant.ofEpochMilli(place.span()))
            .setInt(6, place.shard())
            .setByteBuffer(7, ByteBuffer.wrap(state));
    return new Pipeline.Sized(
        RowMapping.withKey(bound, 8, placement, view, key).build(), ROW_BYTES + state.length);
  }

  /** Deletes rows that this has written, and whatever else stands in their spans. */
  void deleteRows(PreparedStatement deleteRows) throws StoreFailure {
    for (java.util.Map.Entry<String, Set<Long>> ofView : spans.entrySet()) {
      for (long span : ofView.getValue()) {
        for (int shard = 0; shard < PartitionScheme.SHARDS; shard++) {
          pipeline.submit(
              deleteRows.bind(
                  workload,
                  segment.definition().value(),
                  segment.baseEpoch(),
                  segment.nonce(),
                  ofView.getKey(),
                  Instant.ofEpochMilli(span),
                  shard));
        }
      }
    }
    pipeline.drain();
  }

  /** Waits until all stands. */
  SegmentHeader finish() throws StoreFailure {
    finishBlock();
    writeWaiting();
    pipeline.drain();
    return new SegmentHeader(counts, parts);
  }
}
