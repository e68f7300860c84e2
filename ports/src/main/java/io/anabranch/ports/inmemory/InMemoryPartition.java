package io.anabranch.ports.inmemory;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The log of one partition, in blocks that each end with a record: every position of a block is
 * followed by a record in it, and only after the last block there may be trailing holes.
 */
final class InMemoryPartition {

  private static final int BLOCK_RECORDS = 4096;
  private static final int BLOCK_BYTES = 1 << 20;

  private final Partition partition;

  /** Full blocks by their start. */
  private final NavigableMap<Long, RecordBatch> blocks = new TreeMap<>();

  /** The block that is being filled. It starts at {@code openFrom}. */
  private RecordBatch.Builder open;

  private long openFrom;

  /** The offset after the last record. */
  private long lastEnd;

  private long start;
  private long end;

  InMemoryPartition(Partition partition) {
    this.partition = partition;
    this.open = RecordBatch.builder(partition, 0);
  }

  synchronized OffsetRange bounds() {
    return new OffsetRange(start, end);
  }

  synchronized long append(long timestamp, Option<byte[]> key, Option<byte[]> value) {
    long offset = end;
    appendAt(offset, timestamp, key, value);
    return offset;
  }

  synchronized void appendAt(
      long offset, long timestamp, Option<byte[]> key, Option<byte[]> value) {
    if (offset < end) {
      throw new IllegalArgumentException(
          "offset " + offset + " of " + partition + " is below its end " + end);
    }
    if (open.size() == BLOCK_RECORDS || open.byteSize() >= BLOCK_BYTES) {
      close();
    }
    open.add(offset, timestamp, key, value);
    lastEnd = offset + 1;
    end = offset + 1;
  }

  private void close() {
    if (open.size() > 0) {
      blocks.put(openFrom, open.build(lastEnd).compact());
      openFrom = lastEnd;
      open = RecordBatch.builder(partition, openFrom);
    }
  }

  synchronized void advanceEnd(long offset) {
    if (offset < end) {
      throw new IllegalArgumentException(
          "end " + offset + " of " + partition + " is below its end " + end);
    }
    end = offset;
  }

  synchronized void advanceStart(long offset) {
    if (offset < start || offset > end) {
      throw new IllegalArgumentException(
          "start " + offset + " of " + partition + " is not in its range " + bounds());
    }
    start = offset;
    if (offset >= lastEnd) {
      close();
    }
    while (!blocks.isEmpty() && blocks.firstEntry().getValue().next() <= offset) {
      blocks.pollFirstEntry();
    }
  }

  synchronized void truncate(long offset) {
    if (offset < start || offset > end) {
      throw new IllegalArgumentException(
          "end " + offset + " of " + partition + " is not in its range " + bounds());
    }
    close();
    NavigableMap<Long, RecordBatch> lost = blocks.tailMap(offset, true);
    lost.clear();
    Map.Entry<Long, RecordBatch> last = blocks.lastEntry();
    if (last != null && last.getValue().next() > offset) {
      blocks.pollLastEntry();
      RecordBatch block = last.getValue();
      int kept = block.indexOf(offset);
      if (kept > 0) {
        blocks.put(block.from(), block.within(block.from(), block.offset(kept - 1) + 1));
      }
    }
    lastEnd = blocks.isEmpty() ? start : blocks.lastEntry().getValue().next();
    openFrom = lastEnd;
    open = RecordBatch.builder(partition, openFrom);
    end = offset;
  }

  Option<RecordBatch> read(long from, int maxRecords) throws StoreFailure.Corrupt {
    return blockHolding(from).map(block -> Batches.from(block, from, maxRecords));
  }

  /** The block that contains a position, with all records after it. */
  private synchronized Option<RecordBatch> blockHolding(long position) throws StoreFailure.Corrupt {
    if (position > end) {
      throw new StoreFailure.Corrupt(
          partition + " ends at " + end + ", before " + position + ": records were lost");
    }
    if (position < start) {
      return Option.none();
    }
    if (position >= lastEnd) {
      return Option.some(RecordBatch.empty(partition, position, end));
    }
    // Records that the builder adds later are outside of the part of its arrays that the batch
    // covers.
    return Option.some(
        position >= openFrom ? open.build(lastEnd) : blocks.floorEntry(position).getValue());
  }
}
