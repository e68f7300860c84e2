package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records of one partition, fetched ahead of their reader. Used with the {@link FetchMonitor} held.
 */
final class FetchBuffer {

  /** Small chunks are merged into batches of up to this size. */
  private static final int MERGED_BYTES = 8 << 20;

  /** Why nothing more will be fetched. */
  sealed interface EndReason {

    /** The next position is not in the log: below its start, above its end, or of another topic. */
    record OutOfRange() implements EndReason {}

    /** Records at this offset and above were in the log and are lost. */
    record Truncated(long from) implements EndReason {}

    /** The consumer failed. */
    record Failed(Exception cause) implements EndReason {}

    /** The buffer was not read for long, or its fetch loop was needed for another reader. */
    record Released() implements EndReason {}
  }

  private final Partition partition;
  private final Deque<RecordBatch> chunks = new ArrayDeque<>();
  private long bytes;
  private long next;
  private long nextChunkStart;
  private long fetched;
  private long lastRead;
  private Option<EndReason> endReason = Option.none();

  FetchBuffer(Partition partition, long from) {
    this.partition = partition;
    this.next = from;
    this.nextChunkStart = from;
    this.fetched = from;
  }

  Partition partition() {
    return partition;
  }

  /** The reader's position. */
  long next() {
    return next;
  }

  /** Where the next chunk starts. Fetched holes belong to the chunk that follows them. */
  long nextChunkStart() {
    return nextChunkStart;
  }

  /** Every record below this offset is in the buffer or was taken. */
  long fetched() {
    return fetched;
  }

  long bytes() {
    return bytes;
  }

  boolean hasRecords() {
    return !chunks.isEmpty();
  }

  Option<EndReason> endReason() {
    return endReason;
  }

  void end(EndReason reason) {
    if (endReason.isEmpty()) {
      endReason = Option.some(reason);
    }
  }

  long lastRead() {
    return lastRead;
  }

  void markRead(long nanoTime) {
    lastRead = nanoTime;
  }

  /** Adds the records of {@code [nextChunkStart, chunk.next())}. */
  void accept(RecordBatch chunk) {
    fetched = chunk.next();
    if (chunk.size() > 0) {
      // The reader may have passed the holes before the chunk meanwhile.
      RecordBatch rest =
          chunk.from() < nextChunkStart ? chunk.within(nextChunkStart, chunk.next()) : chunk;
      chunks.add(rest);
      nextChunkStart = chunk.next();
      bytes += rest.bytes().length;
    }
  }

  /** Takes the next records, {@code maxRecords} at most. The buffer must have records. */
  RecordBatch take(int maxRecords) {
    RecordBatch first = takeOfHead(maxRecords);
    if (chunks.isEmpty() || first.size() >= maxRecords / 2 || first.size() == 0) {
      return first;
    }
    // A reader that asks for many records writes a file or a fold for each batch: merge small
    // chunks.
    RecordBatch.Builder merged =
        RecordBatch.builder(partition, first.from(), 2 * first.size(), 2 * first.bytes().length);
    add(merged, first);
    while (!chunks.isEmpty() && merged.size() < maxRecords && merged.byteSize() < MERGED_BYTES) {
      add(merged, takeOfHead(maxRecords - merged.size()));
    }
    return merged.build(next);
  }

  private static void add(RecordBatch.Builder merged, RecordBatch batch) {
    for (int i = 0; i < batch.size(); i++) {
      merged.add(batch, i);
    }
  }

  private RecordBatch takeOfHead(int maxRecords) {
    RecordBatch head = chunks.getFirst();
    long last = (long) head.indexOf(next) + maxRecords - 1;
    long to = last < head.size() - 1 ? head.offset((int) last) + 1 : head.next();
    RecordBatch part = head.within(next, to);
    next = to;
    if (to == head.next()) {
      chunks.removeFirst();
      bytes -= head.bytes().length;
    }
    return part;
  }

  /** Takes the holes between the reader's position and the last fetched one. */
  RecordBatch takeHoles() {
    RecordBatch holes = RecordBatch.empty(partition, next, fetched);
    next = fetched;
    nextChunkStart = fetched;
    return holes;
  }
}
