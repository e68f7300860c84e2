package io.anabranch.adapters.kafka;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches partitions ahead of their readers, on a thread of its own, into a {@link FetchBuffer} for
 * each partition. It seeks only where a buffer starts, and pauses the partitions whose buffers are
 * full.
 */
final class FetchLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);

  /** A poll with fewer records is followed by a linger. */
  private static final int SMALL_POLL_RECORDS = 1_000;

  /** The pause after a small poll, in which records that arrive one by one are gathered. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The limit of all buffers of a loop together, shared equally between them. */
  private static final long MAX_BYTES = 64L << 20;

  private static final long MIN_BUFFER_BYTES = 1 << 20;
  private static final long MAX_BUFFER_BYTES = 8L << 20;

  /** A buffer that was not read for this time is released. */
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final KafkaSettings settings;
  private final FetchMonitor monitor;
  private final FetchConsumer consumer;
  private final Thread thread;

  // Fields that are read and written with the monitor held.

  private final Map<TopicPartition, FetchBuffer> desired = new HashMap<>();

  /** Buffers whose partitions are paused until their readers make room. */
  private final Set<FetchBuffer> full = new HashSet<>();

  private final Condition work;
  private boolean isChanged;
  private boolean isClosed;
  private Option<Throwable> crash = Option.none();

  private volatile boolean isPolling;

  private FetchLoop(
      KafkaSettings settings, FetchMonitor monitor, FetchConsumer consumer, String name) {
    this.settings = settings;
    this.monitor = monitor;
    this.consumer = consumer;
    this.work = monitor.newCondition();
    this.thread = new Thread(this, name);
    this.thread.setDaemon(true);
  }

  static FetchLoop start(KafkaSettings settings, FetchMonitor monitor, String name)
      throws StoreFailure {
    FetchLoop loop = new FetchLoop(settings, monitor, FetchConsumer.create(settings, name), name);
    loop.thread.start();
    return loop;
  }

  // Methods that are called with the monitor held.

  /** The buffer of a partition, if there is one. */
  Option<FetchBuffer> bufferOf(TopicPartition partition) {
    return Option.of(desired.get(partition));
  }

  /** Starts fetching into a buffer. It replaces any other buffer of its partition. */
  void add(FetchBuffer buffer) {
    Option.of(desired.put(settings.toKafka(buffer.partition()), buffer))
        .forEach(other -> other.end(new FetchBuffer.EndReason.Released()));
    isChanged = true;
    wake();
  }

  /** Stops fetching into a buffer, if it belongs to this loop. */
  void remove(FetchBuffer buffer) {
    if (desired.remove(settings.toKafka(buffer.partition()), buffer)) {
      isChanged = true;
      wake();
    }
  }

  /** Resumes the partition of a buffer from which records were taken, if there is room again. */
  void resumeIfRoom(FetchBuffer buffer) {
    if (buffer.bytes() < bufferLimit() / 2 && full.remove(buffer)) {
      wake();
    }
  }

  /** Whether a partition is paused because its buffer is full. */
  boolean isFull(Partition partition) {
    return full.stream().anyMatch(buffer -> buffer.partition().equals(partition));
  }

  Option<Throwable> crash() {
    return crash;
  }

  void close() {
    isClosed = true;
    wake();
  }

  private void wake() {
    work.signalAll();
    if (isPolling) {
      consumer.wakeup();
    }
  }

  private long bufferLimit() {
    return Math.max(
        MIN_BUFFER_BYTES, Math.min(MAX_BUFFER_BYTES, MAX_BYTES / Math.max(1, desired.size())));
  }

  // Methods that are called without the monitor.

  void awaitEnd(Duration atMost) throws InterruptedException {
    thread.join(Math.max(1, atMost.toMillis()));
  }

  @Override
  public void run() {
    try {
      while (prepare()) {
        poll();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("The fetch loop of the log failed", e);
      monitor.lock();
      try {
        crash = Option.some(e);
        monitor.signalAll();
      } finally {
        monitor.unlock();
      }
    } finally {
      consumer.close();
    }
  }

  /** Waits until there is something to fetch, and assigns it to the consumer; false if closed. */
  private boolean prepare() {
    Map<TopicPartition, FetchBuffer> changed = null;
    Set<TopicPartition> fullPartitions = new HashSet<>();
    monitor.lock();
    try {
      while (true) {
        releaseIdle();
        fullPartitions.clear();
        full.clear();
        long limit = bufferLimit();
        desired.forEach(
            (partition, buffer) -> {
              if (buffer.endReason().isEmpty()
                  && buffer.bytes() >= (consumer.isPaused(partition) ? limit / 2 : limit)) {
                fullPartitions.add(partition);
                full.add(buffer);
              }
            });
        if (isClosed) {
          return false;
        }
        if (isChanged) {
          changed = new HashMap<>(desired);
          changed.values().removeIf(buffer -> buffer.endReason().isDefined());
          isChanged = false;
        }
        if (changed != null || fullPartitions.size() < activeBuffers()) {
          break;
        }
        work.awaitNanos(IDLE_NANOS / 4);
      }
      isPolling = true;
    } catch (InterruptedException e) {
      return false;
    } finally {
      monitor.unlock();
    }
    if (changed != null) {
      consumer.assign(changed);
    }
    consumer.pauseExactly(fullPartitions);
    return true;
  }

  private long activeBuffers() {
    return desired.values().stream().filter(buffer -> buffer.endReason().isEmpty()).count();
  }

  private void releaseIdle() {
    long idleSince = System.nanoTime() - IDLE_NANOS;
    isChanged |=
        desired
            .values()
            .removeIf(
                buffer -> {
                  boolean isIdle = buffer.lastRead() - idleSince < 0;
                  if (isIdle) {
                    buffer.end(new FetchBuffer.EndReason.Released());
                  }
                  return isIdle;
                });
  }

  private void poll() {
    if (consumer.assigned().isEmpty()) {
      return;
    }
    List<ConsumerRecords<ByteBuffer, ByteBuffer>> polled = new ArrayList<>();
    call(() -> polled.add(consumer.poll()));
    isPolling = false;
    Map<String, Uuid> ids = consumer.topicIds(); // after the records, see FetchedTopicIds
    if (consumer.hasLostTopic(ids)) {
      endAll(new FetchBuffer.EndReason.OutOfRange());
      return;
    }
    // Polled records are not returned again, so no call between poll and deliver may fail.
    polled.forEach(records -> deliver(records, ids));
    call(() -> advanceOverHoles(ids));
    if (polled.stream()
        .anyMatch(records -> !records.isEmpty() && records.count() < SMALL_POLL_RECORDS)) {
      LockSupport.parkNanos(LINGER_NANOS);
    }
  }

  /** Calls the consumer. An exception ends the buffers of the partitions that cannot be read. */
  private void call(Runnable consumerCall) {
    try {
      consumerCall.run();
    } catch (WakeupException e) {
      LOG.trace("woken up");
    } catch (LogTruncationException e) {
      for (TopicPartition partition : e.offsetOutOfRangePartitions().keySet()) {
        OffsetAndMetadata divergent = e.divergentOffsets().get(partition);
        long from =
            divergent == null ? e.offsetOutOfRangePartitions().get(partition) : divergent.offset();
        end(partition, new FetchBuffer.EndReason.Truncated(from));
      }
    } catch (OffsetOutOfRangeException e) {
      e.partitions().forEach(partition -> end(partition, new FetchBuffer.EndReason.OutOfRange()));
    } catch (KafkaException e) {
      LOG.debug("The consumer failed", e);
      endAll(new FetchBuffer.EndReason.Failed(e));
    }
  }

  private void endAll(FetchBuffer.EndReason reason) {
    Set.copyOf(consumer.assigned().keySet()).forEach(partition -> end(partition, reason));
  }

  private void end(TopicPartition partition, FetchBuffer.EndReason reason) {
    FetchBuffer buffer = consumer.assigned().get(partition);
    monitor.lock();
    try {
      if (buffer != null) {
        // The buffer stays in `desired`, no longer fetched, until its reader sees the reason.
        buffer.end(reason);
        isChanged = true;
        if (reason instanceof FetchBuffer.EndReason.Truncated truncated) {
          monitor.recordLoss(buffer.partition(), truncated.from());
        }
      }
      monitor.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  private void deliver(ConsumerRecords<ByteBuffer, ByteBuffer> records, Map<String, Uuid> ids) {
    records
        .nextOffsets()
        .forEach(
            (partition, next) -> accept(partition, records.records(partition), next.offset(), ids));
  }

  private void accept(
      TopicPartition partition,
      List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
      long next,
      Map<String, Uuid> ids) {
    FetchBuffer buffer = consumer.assigned().get(partition);
    if (buffer == null) {
      return;
    }
    if (!FetchedTopicIds.isSame(settings, buffer.partition().topic(), ids)) {
      end(partition, new FetchBuffer.EndReason.OutOfRange());
      return;
    }
    RecordBatch chunk =
        FetchConsumer.copy(buffer.partition(), nextChunkStart(buffer), records, next);
    monitor.lock();
    try {
      buffer.accept(chunk);
      monitor.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  /** Advances the buffers to the consumer's positions: no record shows a hole at the end. */
  private void advanceOverHoles(Map<String, Uuid> ids) {
    Map.copyOf(consumer.assigned())
        .forEach(
            (partition, buffer) -> {
              if (!consumer.isPaused(partition)) {
                long fetched = buffer.fetched(); // only this thread changes it
                long position = consumer.position(partition).getOrElse(fetched);
                if (position > fetched) {
                  accept(partition, List.of(), position, ids);
                }
              }
            });
  }

  private long nextChunkStart(FetchBuffer buffer) {
    monitor.lock();
    try {
      return buffer.nextChunkStart();
    } finally {
      monitor.unlock();
    }
  }
}
