package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The log in Kafka. A reader that continues at the end of its last batch is served from records
 * that were fetched ahead. Any number of threads may read. Committed offsets are never used.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /**
   * Each loop is a consumer; a partition that is read at several positions needs a loop for each.
   */
  private static final int MAX_LOOPS = 4;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final KafkaFailures failures;
  private final TopicMetadata metadata;
  private final FetchMonitor monitor = new FetchMonitor();
  private final String name = "anabranch-log-" + NUMBER.incrementAndGet();

  // Fields that are read and written with the monitor held.

  private final List<FetchLoop> loops = new ArrayList<>();
  private boolean isClosed;

  private KafkaEventLog(KafkaSettings settings, TopicMetadata metadata) {
    this.settings = settings;
    this.failures = metadata.failures();
    this.metadata = metadata;
  }

  /**
   * Opens the log without connecting: the first call shows whether Kafka answers.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaEventLog open(KafkaSettings settings) throws StoreFailure {
    return new KafkaEventLog(settings, TopicMetadata.open(settings));
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    return metadata.partitions(topic);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The range ends at the last stable offset: the start of the oldest open transaction, if any.
   */
  @Override
  public OffsetRange bounds(Partition partition) throws StoreFailure {
    return metadata.bounds(partition);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("maxRecords is " + maxRecords + ": it must be 1 or more");
    }
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    while (true) {
      Option<BufferRead> found = find(partition, from, maxRecords);
      if (found.isEmpty()) {
        OffsetRange held = metadata.bounds(partition);
        if (from < held.from()) {
          return Option.none();
        }
        if (from > held.to()) {
          throw truncated(partition, held.to(), from);
        }
        start(partition, from);
        if (from == held.to()) {
          return Option.some(RecordBatch.empty(partition, from, from));
        }
      } else if (found.get().batch().isDefined()) {
        return found.get().batch();
      } else {
        Option<RecordBatch> batch = await(found.get().buffer(), from, deadline);
        if (batch.isDefined()) {
          return batch;
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw failures.timedOut(reading(partition, from));
      }
    }
  }

  /** A buffer at a position, and a batch taken from it if it has records. */
  private record BufferRead(FetchBuffer buffer, Option<RecordBatch> batch) {}

  private Option<BufferRead> find(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    monitor.lock();
    try {
      requireOpen();
      for (long lost : monitor.lostFrom(partition)) {
        if (lost < from) {
          throw truncated(partition, lost, from);
        }
      }
      Option<FetchBuffer> existing = bufferAt(partition, from);
      if (existing.isEmpty()) {
        return Option.none();
      }
      FetchBuffer buffer = existing.get();
      if (buffer.endReason().isDefined()) {
        // The caller now asks the cluster for the bounds, which shows what happened to the topic.
        loops.forEach(loop -> loop.remove(buffer));
        requireReadable(buffer);
        return Option.none();
      }
      buffer.markRead(System.nanoTime());
      if (!buffer.hasRecords()) {
        return Option.some(new BufferRead(buffer, Option.none()));
      }
      RecordBatch batch = buffer.take(maxRecords);
      loops.forEach(loop -> loop.resumeIfRoom(buffer));
      return Option.some(new BufferRead(buffer, Option.some(batch)));
    } finally {
      monitor.unlock();
    }
  }

  private Option<FetchBuffer> bufferAt(Partition partition, long from) {
    for (FetchLoop loop : loops) {
      Option<FetchBuffer> buffer = loop.bufferOf(settings.toKafka(partition));
      if (buffer.exists(b -> b.next() == from && b.partition().equals(partition))) {
        return buffer;
      }
    }
    return Option.none();
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("the log is closed");
    }
    for (FetchLoop loop : loops) {
      for (Throwable crash : loop.crash()) {
        throw new IllegalStateException("the fetch loop of the log failed", crash);
      }
    }
  }

  /**
   * Waits until a buffer has records, or has reached the end that the log had at the time of this
   * call.
   *
   * @return none if the buffer has records, has ended, or is read by another reader: look it up
   *     again
   */
  private Option<RecordBatch> await(FetchBuffer buffer, long from, long deadline)
      throws StoreFailure {
    Partition partition = buffer.partition();
    KafkaFuture<Long> end = metadata.end(partition);
    // The future is done before the signal; the future that whenComplete returns is done after it.
    KafkaFuture<Long> unused = end.whenComplete((offset, failure) -> monitor.lockAndSignalAll());
    monitor.lock();
    try {
      while (true) {
        if (buffer.next() != from || buffer.hasRecords() || buffer.endReason().isDefined()) {
          return Option.none();
        }
        if (end.isDone()) {
          long offset = done(end, buffer);
          if (offset < from) {
            // The log ends before what was read: look up what happened to the topic.
            return release(buffer);
          }
          if (buffer.fetched() >= offset) {
            return Option.some(buffer.takeHoles());
          }
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw failures.timedOut(reading(partition, from));
        }
        monitor.changed().awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw failures.interrupted(reading(partition, from), e);
    } finally {
      monitor.unlock();
    }
  }

  private static String reading(Partition partition, long from) {
    return "reading " + partition + " from " + from;
  }

  private Option<RecordBatch> release(FetchBuffer buffer) {
    buffer.end(new FetchBuffer.EndReason.Released());
    loops.forEach(loop -> loop.remove(buffer));
    return Option.none();
  }

  private void requireReadable(FetchBuffer buffer) throws StoreFailure.Unavailable {
    for (FetchBuffer.EndReason reason : buffer.endReason()) {
      if (reason instanceof FetchBuffer.EndReason.Failed failed) {
        throw failures.unavailable("reading " + buffer.partition(), failed.cause());
      }
    }
  }

  private long done(KafkaFuture<Long> end, FetchBuffer buffer)
      throws StoreFailure, InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      release(buffer); // the topic may be deleted, which the next read finds out
      throw failures.unavailable(
          reading(buffer.partition(), buffer.next()), KafkaFailures.causeOf(e));
    }
  }

  private static StoreFailure.Corrupt truncated(Partition partition, long end, long from) {
    return new StoreFailure.Corrupt(
        partition + " ends at " + end + ", before " + from + ": records were lost");
  }

  private void start(Partition partition, long from) throws StoreFailure {
    monitor.lock();
    try {
      requireOpen();
      startLocked(partition, from);
    } finally {
      monitor.unlock();
    }
  }

  private FetchBuffer startLocked(Partition partition, long from) throws StoreFailure {
    FetchBuffer buffer = new FetchBuffer(partition, from);
    buffer.markRead(System.nanoTime());
    loopFor(settings.toKafka(partition)).add(buffer);
    return buffer;
  }

  /** A loop without a buffer of the partition, or the one whose buffer was not read for longest. */
  private FetchLoop loopFor(TopicPartition partition) throws StoreFailure {
    for (FetchLoop loop : loops) {
      if (loop.bufferOf(partition).isEmpty()) {
        return loop;
      }
    }
    if (loops.size() < MAX_LOOPS) {
      FetchLoop loop = FetchLoop.start(settings, monitor, name + "-" + (loops.size() + 1));
      loops.add(loop);
      return loop;
    }
    long now = System.nanoTime();
    FetchLoop idlest = loops.get(0);
    for (FetchLoop loop : loops) {
      if (now - loop.bufferOf(partition).get().lastRead()
          > now - idlest.bufferOf(partition).get().lastRead()) {
        idlest = loop;
      }
    }
    return idlest;
  }

  @Override
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    long left = atMost.toNanos();
    Map<Partition, FetchBuffer> watched = new HashMap<>();
    monitor.lock();
    try {
      while (true) {
        requireOpen();
        Set<Partition> ready = new TreeSet<>();
        for (Map.Entry<Partition, Long> position : positions.entrySet()) {
          if (isReady(position.getKey(), position.getValue(), watched)) {
            ready.add(position.getKey());
          }
        }
        if (!ready.isEmpty() || left <= 0) {
          return ready;
        }
        left = monitor.changed().awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    } finally {
      monitor.unlock();
    }
  }

  /** Whether a read at a position would not wait. Starts a buffer if there is none. */
  private boolean isReady(Partition partition, long from, Map<Partition, FetchBuffer> watched)
      throws StoreFailure {
    if (monitor.lostFrom(partition).exists(lost -> lost < from)) {
      return true;
    }
    FetchBuffer buffer = watched.get(partition);
    if (buffer == null) {
      Option<FetchBuffer> existing = bufferAt(partition, from);
      buffer = existing.isDefined() ? existing.get() : startLocked(partition, from);
    }
    buffer.markRead(System.nanoTime());
    watched.put(partition, buffer);
    return buffer.next() != from
        || buffer.hasRecords()
        || buffer.fetched() > from
        || buffer.endReason().isDefined();
  }

  /** How far a reader at a position can read without waiting; none if there is no buffer. */
  Option<Long> fetched(Partition partition, long from) {
    monitor.lock();
    try {
      return bufferAt(partition, from).map(FetchBuffer::fetched);
    } finally {
      monitor.unlock();
    }
  }

  /** Whether fetching of a partition is paused until its reader makes room. */
  boolean isPaused(Partition partition) {
    monitor.lock();
    try {
      return loops.stream().anyMatch(loop -> loop.isFull(partition));
    } finally {
      monitor.unlock();
    }
  }

  @Override
  public void close() {
    List<FetchLoop> closing;
    monitor.lock();
    try {
      isClosed = true;
      loops.forEach(FetchLoop::close);
      closing = List.copyOf(loops);
      monitor.signalAll();
    } finally {
      monitor.unlock();
    }
    try {
      for (FetchLoop loop : closing) {
        loop.awaitEnd(CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    metadata.close();
  }
}
