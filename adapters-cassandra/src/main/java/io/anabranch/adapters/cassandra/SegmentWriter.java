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
 * Writes the rows of a segment, in blocks and one by one. A row is written by itself only after its
 * block: a deletion of the segment finds the rows by the blocks.
 */
final class SegmentWriter {

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int BLOCK_ROWS = 1_000;
  private static final int PART_BLOCKS = 64;
  private static final int ROWS_PER_BATCH = 5_000;

  /** The approximate size of a row without its state. */
  private static final int ROW_BYTES = 200;

  private final String workload;
  private final SegmentName segment;
  private final PartitionScheme scheme;
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
      PartitionScheme scheme,
      PreparedStatement writeBlock,
      PreparedStatement writeRow) {
    this.workload = workload;
    this.segment = segment;
    this.scheme = scheme;
    this.writeBlock = writeBlock;
    this.writeRow = writeRow;
    this.pipeline = new Pipeline(session, "write segment " + segment + " of " + workload);
  }

  void add(SegmentRow row) throws StoreFailure {
    boolean isSameView = last.exists(before -> before.view().equals(row.view()));
    if (isSameView && row.key().compareTo(last.get().key()) <= 0) {
      throw new IllegalArgumentException(
          "segment "
              + segment
              + ", view "
              + row.view()
              + ": key "
              + row.key()
              + " is out of order");
    }
    if (!isSameView) {
      if (counts.containsKey(row.view())) {
        throw new IllegalArgumentException(
            "segment " + segment + ": the rows of view " + row.view() + " are not contiguous");
      }
      finishBlock();
      startPart(row);
    } else if (block.rows() > 0 && (block.size() >= BLOCK_BYTES || block.rows() == BLOCK_ROWS)) {
      finishBlock();
      if (waiting.size() >= ROWS_PER_BATCH) {
        writeWaiting();
      }
      if (blocks == PART_BLOCKS) {
        startPart(row);
      }
    }
    block.add(scheme.encode(row.key()), row.state().toBytes());
    waiting.add(row);
    counts = counts.put(row.view(), counts.get(row.view()).getOrElse(0L) + 1);
    last = Option.some(row);
  }

  /** Starts a part after the previous part is written: the first part without blocks is the end. */
  private void startPart(SegmentRow first) throws StoreFailure {
    pipeline.drain();
    parts = parts.append(new SegmentHeader.Part(first.view(), scheme.prefix(first.key())));
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
            scheme.prefix(last.get().key()),
            blocks,
            block.rows(),
            block.content()));
    block = new Block();
    blocks++;
  }

  private void writeWaiting() throws StoreFailure {
    pipeline.drain();
    java.util.Map<String, java.util.Map<RowPartition, List<Pipeline.Sized>>> byPartition =
        new HashMap<>();
    for (SegmentRow row : waiting) {
      RowPartition rowPartition = scheme.of(row.view(), row.key());
      spans.computeIfAbsent(row.view(), view -> new HashSet<>()).add(rowPartition.span());
      byPartition
          .computeIfAbsent(row.view(), view -> new java.util.LinkedHashMap<>())
          .computeIfAbsent(rowPartition, p -> new ArrayList<>())
          .add(bind(row.view(), row.key(), rowPartition, row));
    }
    for (java.util.Map<RowPartition, List<Pipeline.Sized>> ofView : byPartition.values()) {
      for (List<Pipeline.Sized> together : ofView.values()) {
        pipeline.submitTogether(together);
      }
    }
    waiting.clear();
  }

  private Pipeline.Sized bind(String view, RowKey key, RowPartition rowPartition, SegmentRow row) {
    byte[] state = row.state().toBytes();
    BoundStatementBuilder bound =
        writeRow
            .boundStatementBuilder()
            .setString(0, workload)
            .setLong(1, segment.definition().value())
            .setLong(2, segment.baseEpoch())
            .setString(3, segment.nonce())
            .setString(4, view)
            .setInstant(5, Instant.ofEpochMilli(rowPartition.span()))
            .setInt(6, rowPartition.shard())
            .setByteBuffer(7, ByteBuffer.wrap(state));
    return new Pipeline.Sized(
        RowMapping.withKey(bound, 8, scheme, view, key).build(), ROW_BYTES + state.length);
  }

  /** Deletes the rows that were written, and all other rows of this segment in their spans. */
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

  /** Waits until everything is written. */
  SegmentHeader finish() throws StoreFailure {
    finishBlock();
    writeWaiting();
    pipeline.drain();
    return new SegmentHeader(counts, parts);
  }
}
