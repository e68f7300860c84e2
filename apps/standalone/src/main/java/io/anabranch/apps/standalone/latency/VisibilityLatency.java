package io.anabranch.apps.standalone.latency;

import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * When each record set out that no answer covers yet, and how long those took that one does. A
 * producer tells of a record, whoever makes records readable takes it back.
 */
public final class VisibilityLatency {

  private final Latencies took;
  private final LongSupplier nanos;
  private final ConcurrentMap<Partition, Queue> waiting = new ConcurrentHashMap<>();

  public VisibilityLatency(Latencies took, LongSupplier nanos) {
    this.took = took;
    this.nanos = nanos;
  }

  /** Takes note of a record; those of a partition come in the order of their offsets. */
  public void left(Partition partition, long offset, long leftAtNanos) {
    waiting.computeIfAbsent(partition, p -> new Queue()).add(offset, leftAtNanos);
  }

  /** Takes note that an answer could cover everything below a vector from now on. */
  public void arrived(OffsetVector readable) {
    long now = nanos.getAsLong();
    for (Map.Entry<Partition, Queue> queue : waiting.entrySet()) {
      queue.getValue().removeBelow(readable.at(queue.getKey()), now);
    }
  }

  /** A ring of pairs that grows while records wait. */
  private final class Queue {
    private long[] offsets = new long[1024];
    private long[] leftAt = new long[1024];
    private int head;
    private int size;
    private long readable;

    synchronized void add(long offset, long leftAtNanos) {
      if (offset < readable) { // it arrived before anybody was told that it had left
        took.record(nanos.getAsLong() - leftAtNanos);
        return;
      }
      if (size == offsets.length) {
        offsets = unrolled(offsets);
        leftAt = unrolled(leftAt);
        head = 0;
      }
      int at = (head + size) & (offsets.length - 1);
      offsets[at] = offset;
      leftAt[at] = leftAtNanos;
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
        took.record(now - leftAt[head]);
        head = (head + 1) & (offsets.length - 1);
        size--;
      }
    }
  }
}
