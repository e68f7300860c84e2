package io.anabranch.apps.standalone.latency;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Measures how long records take until answers can cover them. Producers report records when they
 * are sent; the speed layer reports how far records are readable. Thread-safe.
 */
public final class VisibilityLatency {

  private final Latencies took;
  private final LongSupplier nanos;
  private final ConcurrentMap<Partition, Queue> waiting = new ConcurrentHashMap<>();

  public VisibilityLatency(Latencies took, LongSupplier nanos) {
    this.took = took;
    this.nanos = nanos;
  }

  /** Records that a record was sent. Offsets of a partition must be reported in order. */
  public void recordSent(Partition partition, long offset, long dueAtNanos) {
    waiting.computeIfAbsent(partition, p -> new Queue()).add(offset, dueAtNanos);
  }

  /** Records that answers can cover everything below a vector from now on. */
  public void recordReadable(OffsetVector readable) {
    long now = nanos.getAsLong();
    for (Map.Entry<Partition, Queue> queue : waiting.entrySet()) {
      queue.getValue().removeBelow(readable.at(queue.getKey()), now);
    }
  }

  /** A ring buffer of (offset, time due) pairs that grows while records wait. */
  private final class Queue {
    private long[] offsets = new long[1024];
    private long[] dueAt = new long[1024];
    private int head;
    private int size;
    private long readable;

    synchronized void add(long offset, long dueAtNanos) {
      if (offset < readable) { // it was readable before its producer reported it
        took.record(nanos.getAsLong() - dueAtNanos);
        return;
      }
      if (size == offsets.length) {
        offsets = unrolled(offsets);
        dueAt = unrolled(dueAt);
        head = 0;
      }
      int at = (head + size) & (offsets.length - 1);
      offsets[at] = offset;
      dueAt[at] = dueAtNanos;
      size++;
    }

    private long[] unrolled(long[] ring) {
      long[] larger = Arrays.copyOfRange(ring, head, head + 2 * ring.length);
      System.arraycopy(ring, 0, larger, ring.length - head, head);
      return larger;
    }

    synchronized void removeBelow(long offset, long now) {
      readable = Math.max(readable, offset);
      while (size > 0 && offsets[head] < offset) {
        took.record(now - dueAt[head]);
        head = (head + 1) & (offsets.length - 1);
        size--;
      }
    }
  }
}
