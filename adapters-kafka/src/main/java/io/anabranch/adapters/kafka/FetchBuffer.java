package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Records of one partition that were fetched ahead of who reads them, one after the other. Used
 * with the log's lock held.
 */
final class FetchBuffer {

  /** What is more than this is not put together with what comes after it. */
  private static final int MERGED_BYTES = 8 << 20;

  /** Why nothing comes any more. */
  sealed interface Ending {

    /** The log holds the next position no longer, or not yet; or the topic may be another. */
    record OutOfRange() implements Ending {}

    /** Records from an offset on were there and were lost. */
    record Truncated(long from) implements Ending {}

    /** Kafka refuses. */
    record Refused(Exception cause) implements Ending {}

    /** Nobody reads here, or somebody else needs the place. */
    record Dismissed() implements Ending {}
  }

  private final Partition partition;
  private final Deque<RecordBatch> chunks = new ArrayDeque<>();
  private long bytes;
  private long next;
  private long open;
  private long fetched;
  private long touched;
  private Option<Ending> ending = Option.none();

  FetchBuffer(Partition partition, long from) {
    this.partition = partition;
    this.next = from;
    this.open = from;
    this.fetched = from;
  }

  Partition partition() {
    return partition;
  }

  /** Where its reader goes on. */
  long next() {
    return next;
  }

  /** Where the next chunk begins: holes that were fetched belong to the records after them. */
  long open() {
    return open;
  }

  /** All before it is here, was taken, or is a hole. */
  long fetched() {
    return fetched;
  }

  long bytes() {
    return bytes;
  }

  boolean hasRecords() {
    return !chunks.isEmpty();
  }

  Option<Ending> ending() {
    return ending;
  }

  void end(Ending why) {
    if (ending.isEmpty()) {
      ending = Option.some(why);
    }
  }

  long touched() {
    return touched;
  }

  void touch(long nanoTime) {
    touched = nanoTime;
  }

  /** Takes what came of {@code [open, chunk.next())}. */
  void accept(RecordBatch chunk) {
    fetched = chunk.next();
    if (chunk.size() > 0) {
      // Its reader may have gone past the holes before it meanwhile.
      RecordBatch rest = chunk.from() < open ? chunk.within(open, chunk.next()) : chunk;
      chunks.add(rest);
      open = chunk.next();
      bytes += rest.bytes().length;
    }
  }

  /** The records that come next, at most so many; there are some. */
  RecordBatch take(int maxRecords) {
    RecordBatch first = takeOfHead(maxRecords);
    if (chunks.isEmpty() || first.size() >= maxRecords / 2 || first.size() == 0) {
      return first;
    }
    // Small ones are put together: who asks for many wants no file, or fold, of a few.
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

  /** No record stands between where the reader is and what is fetched: takes that. */
  RecordBatch takeHoles() {
    RecordBatch holes = RecordBatch.empty(partition, next, fetched);
    next = fetched;
    open = fetched;
    return holes;
  }
}
