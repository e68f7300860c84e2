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
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer and its thread, which fetch ahead for streams of different partitions. It never seeks
 * but where a stream begins, and rests where enough is fetched.
 */
final class FetchLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int POLL_RECORDS = 16_384;
  private static final int FETCH_BYTES = 4 << 20;

  /**
   * A fetch that waits for records holds up one for a stream that begins meanwhile: so long at
   * most. Records that come end the wait.
   */
  private static final int FETCH_WAIT_MILLIS = 25;

  /**
   * After a poll that brought little it rests so long, so that it asks for what comes one by one
   * together.
   */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int LITTLE = 1_000;

  /** What the streams of a feed may hold together. */
  private static final long MOST_BYTES = 64L << 20;

  private static final long LEAST_STREAM_BYTES = 1 << 20;
  private static final long MOST_STREAM_BYTES = 8L << 20;

  /** A stream that nobody reads for so long is let go. */
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(2);

  private final KafkaSettings settings;
  private final FetchMonitor arrivals;
  private final KafkaConsumer<ByteBuffer, ByteBuffer> consumer;
  private final FetchedTopicIds topicIds;
  private final Thread thread;

  /** With the lock held. */
  private final Map<TopicPartition, FetchBuffer> desired = new HashMap<>();

  /** Those that rest until their readers make room. */
  private final Set<FetchBuffer> full = new HashSet<>();

  private final Condition work;
  private boolean isChanged;
  private boolean isClosed;
  private Option<Throwable> crash = Option.none();

  private volatile boolean isPolling;

  /** On the feed's thread alone. */
  private Map<TopicPartition, FetchBuffer> assigned = new HashMap<>();

  private final Set<TopicPartition> paused = new HashSet<>();

  /** Streams whose topic's id the consumer had once. */
  private final Set<FetchBuffer> known = new HashSet<>();

  private FetchLoop(
      KafkaSettings settings,
      FetchMonitor arrivals,
      KafkaConsumer<ByteBuffer, ByteBuffer> consumer,
      String name) {
    this.settings = settings;
    this.arrivals = arrivals;
    this.consumer = consumer;
    this.topicIds = FetchedTopicIds.of(consumer);
    this.work = arrivals.newCondition();
    this.thread = new Thread(this, name);
    this.thread.setDaemon(true);
  }

  static FetchLoop start(KafkaSettings settings, FetchMonitor arrivals, String name)
      throws StoreFailure {
    try {
      KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
          new KafkaConsumer<>(
              settings.consumer(consumerProperties(name)),
              new ByteBufferDeserializer(),
              new ByteBufferDeserializer());
      FetchLoop feed = new FetchLoop(settings, arrivals, consumer, name);
      feed.thread.start();
      return feed;
    } catch (KafkaException e) {
      throw new KafkaFailures(settings).notMade(e);
    }
  }

  private static Map<String, Object> consumerProperties(String name) {
    Map<String, Object> own = new HashMap<>();
    own.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
    own.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    own.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    own.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    own.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return own;
  }

  // With the lock held.

  /** The stream at a partition, if there is one. */
  Option<FetchBuffer> at(TopicPartition partition) {
    return Option.of(desired.get(partition));
  }

  /** Begins a stream, in place of any other at its partition. */
  void begin(FetchBuffer stream) {
    Option.of(desired.put(settings.kafkas(stream.partition()), stream))
        .forEach(other -> other.end(new FetchBuffer.Ending.Dismissed()));
    isChanged = true;
    wake();
  }

  /** Lets a stream go, if it is one of this feed. */
  void dismiss(FetchBuffer stream) {
    if (desired.remove(settings.kafkas(stream.partition()), stream)) {
      isChanged = true;
      wake();
    }
  }

  /** The reader of a stream has taken something: if it rested here, there may be room again. */
  void hasRoom(FetchBuffer stream) {
    if (stream.bytes() < share() / 2 && full.remove(stream)) {
      wake();
    }
  }

  /** Whether a partition's stream rests. */
  boolean isFull(Partition partition) {
    return full.stream().anyMatch(stream -> stream.partition().equals(partition));
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

  private long share() {
    return Math.max(
        LEAST_STREAM_BYTES, Math.min(MOST_STREAM_BYTES, MOST_BYTES / Math.max(1, desired.size())));
  }

  // Without it.

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
      LOG.error("A reader of the log has failed", e);
      arrivals.lock();
      try {
        crash = Option.some(e);
        arrivals.tell();
      } finally {
        arrivals.unlock();
      }
    } finally {
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  /** Waits until something is to be fetched, and lets the consumer know what; false at the end. */
  private boolean prepare() {
    Map<TopicPartition, FetchBuffer> now = null;
    Set<TopicPartition> resting = new HashSet<>();
    arrivals.lock();
    try {
      while (true) {
        dismissIdle();
        resting.clear();
        full.clear();
        long share = share();
        desired.forEach(
            (partition, stream) -> {
              if (stream.ending().isEmpty()
                  && stream.bytes() >= (paused.contains(partition) ? share / 2 : share)) {
                resting.add(partition);
                full.add(stream);
              }
            });
        if (isClosed) {
          return false;
        }
        if (isChanged) {
          now = new HashMap<>(desired);
          now.values().removeIf(stream -> stream.ending().isDefined());
          isChanged = false;
        }
        if (now != null || resting.size() < live()) {
          break;
        }
        work.awaitNanos(IDLE_NANOS / 4);
      }
      isPolling = true;
    } catch (InterruptedException e) {
      return false;
    } finally {
      arrivals.unlock();
    }
    if (now != null) {
      assign(now);
    }
    rest(resting);
    return true;
  }

  private long live() {
    return desired.values().stream().filter(stream -> stream.ending().isEmpty()).count();
  }

  private void dismissIdle() {
    long idleSince = System.nanoTime() - IDLE_NANOS;
    isChanged |=
        desired
            .values()
            .removeIf(
                stream -> {
                  boolean isIdle = stream.touched() - idleSince < 0;
                  if (isIdle) {
                    stream.end(new FetchBuffer.Ending.Dismissed());
                  }
                  return isIdle;
                });
  }

  private void assign(Map<TopicPartition, FetchBuffer> now) {
    consumer.assign(now.keySet());
    paused.retainAll(now.keySet());
    now.forEach(
        (partition, stream) -> {
          if (assigned.get(partition) != stream) {
            consumer.seek(partition, stream.fetched());
          }
        });
    assigned = now;
    known.retainAll(now.values());
  }

  private void rest(Set<TopicPartition> resting) {
    resting.retainAll(assigned.keySet());
    if (!paused.equals(resting)) {
      Set<TopicPartition> going = new HashSet<>(paused);
      going.removeAll(resting);
      consumer.resume(going);
      consumer.pause(resting);
      paused.clear();
      paused.addAll(resting);
    }
  }

  private void poll() {
    if (assigned.isEmpty()) {
      return;
    }
    List<ConsumerRecords<ByteBuffer, ByteBuffer>> polled = new ArrayList<>();
    ask(() -> polled.add(consumer.poll(POLL)));
    isPolling = false;
    Map<String, Uuid> ids = topicIds.now(); // after the records, see there
    if (hasLostATopic(ids)) {
      return;
    }
    // What was polled is not polled again: nothing that may fail stands between.
    polled.forEach(records -> deliver(records, ids));
    ask(() -> moveOverHoles(ids));
    if (polled.stream().anyMatch(records -> !records.isEmpty() && records.count() < LITTLE)) {
      LockSupport.parkNanos(LINGER_NANOS);
    }
  }

  /** Asks the consumer, which may answer with news of what cannot be read. */
  private void ask(Runnable question) {
    try {
      question.run();
    } catch (WakeupException e) {
      LOG.trace("woken");
    } catch (LogTruncationException e) {
      for (TopicPartition partition : e.offsetOutOfRangePartitions().keySet()) {
        OffsetAndMetadata divergent = e.divergentOffsets().get(partition);
        long from =
            divergent == null ? e.offsetOutOfRangePartitions().get(partition) : divergent.offset();
        end(partition, new FetchBuffer.Ending.Truncated(from));
      }
    } catch (OffsetOutOfRangeException e) {
      e.partitions().forEach(partition -> end(partition, new FetchBuffer.Ending.OutOfRange()));
    } catch (KafkaException e) {
      LOG.debug("Kafka refuses to be read", e);
      Set.copyOf(assigned.keySet())
          .forEach(partition -> end(partition, new FetchBuffer.Ending.Refused(e)));
    }
  }

  private void end(TopicPartition partition, FetchBuffer.Ending why) {
    FetchBuffer stream = assigned.get(partition);
    arrivals.lock();
    try {
      if (stream != null) {
        // It stays in its place, fetched no more, until its reader meets how it has ended.
        stream.end(why);
        isChanged = true;
        if (why instanceof FetchBuffer.Ending.Truncated truncated) {
          arrivals.lost(stream.partition(), truncated.from());
        }
      }
      arrivals.tell();
    } finally {
      arrivals.unlock();
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
    FetchBuffer stream = assigned.get(partition);
    if (stream == null) {
      return;
    }
    if (!FetchedTopicIds.isSame(settings, stream.partition().topic(), ids)) {
      end(partition, new FetchBuffer.Ending.OutOfRange());
      return;
    }
    RecordBatch chunk = chunk(stream, open(stream), records, next);
    arrivals.lock();
    try {
      stream.accept(chunk);
      arrivals.tell();
    } finally {
      arrivals.unlock();
    }
  }

  /**
   * Lets all streams go when a topic that was known has another id, or none: a consumer that lacks
   * the id of one topic fetches all of them by name.
   */
  private boolean hasLostATopic(Map<String, Uuid> ids) {
    boolean isLost = false;
    for (FetchBuffer stream : assigned.values()) {
      boolean isSame = FetchedTopicIds.isSame(settings, stream.partition().topic(), ids);
      isLost |= !isSame && known.contains(stream);
      if (isSame) {
        known.add(stream);
      }
    }
    if (isLost) {
      Set.copyOf(assigned.keySet())
          .forEach(partition -> end(partition, new FetchBuffer.Ending.OutOfRange()));
    }
    return isLost;
  }

  /** The consumer moves on over holes too, of which records tell nothing. */
  private void moveOverHoles(Map<String, Uuid> ids) {
    for (Map.Entry<TopicPartition, FetchBuffer> one : Map.copyOf(assigned).entrySet()) {
      if (!paused.contains(one.getKey())) {
        // Only this thread moves what is fetched.
        long position = position(one.getKey(), one.getValue().fetched());
        if (position > one.getValue().fetched()) {
          accept(one.getKey(), List.of(), position, ids);
        }
      }
    }
  }

  private long position(TopicPartition partition, long otherwise) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      LOG.trace("{} has a new leader, to which its position is compared", partition, e);
      return otherwise;
    }
  }

  private long open(FetchBuffer stream) {
    arrivals.lock();
    try {
      return stream.open();
    } finally {
      arrivals.unlock();
    }
  }

  private static RecordBatch chunk(
      FetchBuffer stream,
      long from,
      List<ConsumerRecord<ByteBuffer, ByteBuffer>> records,
      long next) {
    if (records.isEmpty()) {
      return RecordBatch.empty(stream.partition(), next, next);
    }
    int bytes = 0;
    for (ConsumerRecord<ByteBuffer, ByteBuffer> one : records) {
      bytes += Math.max(0, one.serializedKeySize()) + Math.max(0, one.serializedValueSize());
    }
    RecordBatch.Builder chunk =
        RecordBatch.builder(stream.partition(), from, records.size(), bytes);
    for (ConsumerRecord<ByteBuffer, ByteBuffer> one : records) {
      chunk.addRemaining(
          one.offset(), one.timestamp(), Option.of(one.key()), Option.of(one.value()));
    }
    return chunk.build(next);
  }
}
