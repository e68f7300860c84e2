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
 * The log in Kafka. Whoever reads a partition from where it ended before is served from what was
 * fetched ahead; any number of threads may read. Committed offsets are never used.
 */
public final class KafkaEventLog implements EventLog, AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Readers of one partition at different positions, each of which costs a consumer. */
  private static final int MOST_FEEDS = 4;

  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final KafkaFailures trouble;
  private final TopicMetadata cluster;
  private final FetchMonitor arrivals = new FetchMonitor();
  private final String name = "anabranch-log-" + NUMBER.incrementAndGet();

  /** With the lock held. */
  private final List<FetchLoop> feeds = new ArrayList<>();

  private boolean isClosed;

  private KafkaEventLog(KafkaSettings settings, TopicMetadata cluster) {
    this.settings = settings;
    this.trouble = cluster.trouble();
    this.cluster = cluster;
  }

  /**
   * Opens the log; whether Kafka answers is seen by the first call.
   *
   * @throws StoreFailure.Unavailable if the settings cannot be used
   */
  public static KafkaEventLog open(KafkaSettings settings) throws StoreFailure {
    return new KafkaEventLog(settings, TopicMetadata.open(settings));
  }

  @Override
  public SortedSet<Partition> partitions(String topic) throws StoreFailure {
    return cluster.partitions(topic);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The end is that of what is committed: while a transaction is open, it is where that began.
   */
  @Override
  public OffsetRange bounds(Partition partition) throws StoreFailure {
    return cluster.bounds(partition);
  }

  @Override
  public Option<RecordBatch> read(Partition partition, long from, int maxRecords)
      throws StoreFailure {
    if (maxRecords < 1) {
      throw new IllegalArgumentException("at most " + maxRecords + " records");
    }
    long deadline = System.nanoTime() + settings.timeout().toNanos();
    while (true) {
      Option<Found> found = find(partition, from, maxRecords);
      if (found.isEmpty()) {
        OffsetRange held = cluster.bounds(partition);
        if (from < held.from()) {
          return Option.none();
        }
        if (from > held.to()) {
          throw endsBefore(partition, held.to(), from);
        }
        begin(partition, from);
        if (from == held.to()) {
          return Option.some(RecordBatch.empty(partition, from, from));
        }
      } else if (found.get().batch().isDefined()) {
        return found.get().batch();
      } else {
        Option<RecordBatch> batch = await(found.get().stream(), from, deadline);
        if (batch.isDefined()) {
          return batch;
        }
      }
      if (System.nanoTime() - deadline > 0) {
        throw trouble.unavailable(reading(partition, from));
      }
    }
  }

  /** A stream at a position, and what it has there. */
  private record Found(FetchBuffer stream, Option<RecordBatch> batch) {}

  private Option<Found> find(Partition partition, long from, int maxRecords) throws StoreFailure {
    arrivals.lock();
    try {
      demandOpen();
      for (long lost : arrivals.lostFrom(partition)) {
        if (lost < from) {
          throw endsBefore(partition, lost, from);
        }
      }
      Option<FetchBuffer> standing = standing(partition, from);
      if (standing.isEmpty()) {
        return Option.none();
      }
      FetchBuffer stream = standing.get();
      if (stream.ending().isDefined()) {
        // Its reader meets it here, and asks with care what has become of the topic.
        feeds.forEach(feed -> feed.dismiss(stream));
        demandReadable(stream);
        return Option.none();
      }
      stream.touch(System.nanoTime());
      if (!stream.hasRecords()) {
        return Option.some(new Found(stream, Option.none()));
      }
      RecordBatch batch = stream.take(maxRecords);
      feeds.forEach(feed -> feed.hasRoom(stream));
      return Option.some(new Found(stream, Option.some(batch)));
    } finally {
      arrivals.unlock();
    }
  }

  private Option<FetchBuffer> standing(Partition partition, long from) {
    for (FetchLoop feed : feeds) {
      Option<FetchBuffer> stream = feed.at(settings.kafkas(partition));
      if (stream.exists(s -> s.next() == from && s.partition().equals(partition))) {
        return stream;
      }
    }
    return Option.none();
  }

  private void demandOpen() {
    if (isClosed) {
      throw new IllegalStateException("the log is closed");
    }
    for (FetchLoop feed : feeds) {
      for (Throwable crash : feed.crash()) {
        throw new IllegalStateException("a reader of the log has failed", crash);
      }
    }
  }

  /**
   * Waits until a stream has records, or has come to what is the log's end after this was called.
   *
   * @return none if it came to nothing: to be looked for again
   */
  private Option<RecordBatch> await(FetchBuffer stream, long from, long deadline)
      throws StoreFailure {
    Partition partition = stream.partition();
    KafkaFuture<Long> end = cluster.end(partition);
    // The end is there before this tells of it; what this returns would only be there after.
    KafkaFuture<Long> unused = end.whenComplete((offset, failure) -> arrivals.tellLocked());
    arrivals.lock();
    try {
      while (true) {
        if (stream.next() != from || stream.hasRecords() || stream.ending().isDefined()) {
          return Option.none();
        }
        if (end.isDone()) {
          long offset = now(end, stream);
          if (offset < from) {
            // Less than was read: what has become of the topic is asked for with care.
            return forget(stream);
          }
          if (stream.fetched() >= offset) {
            return Option.some(stream.takeHoles());
          }
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw trouble.unavailable(reading(partition, from));
        }
        arrivals.changed().awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw trouble.interrupted(reading(partition, from), e);
    } finally {
      arrivals.unlock();
    }
  }

  private static String reading(Partition partition, long from) {
    return "reading " + partition + " from " + from;
  }

  private Option<RecordBatch> forget(FetchBuffer stream) {
    stream.end(new FetchBuffer.Ending.Dismissed());
    feeds.forEach(feed -> feed.dismiss(stream));
    return Option.none();
  }

  private void demandReadable(FetchBuffer stream) throws StoreFailure.Unavailable {
    for (FetchBuffer.Ending ending : stream.ending()) {
      if (ending instanceof FetchBuffer.Ending.Refused refused) {
        throw trouble.unavailable("reading " + stream.partition(), refused.cause());
      }
    }
  }

  private long now(KafkaFuture<Long> end, FetchBuffer stream)
      throws StoreFailure, InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      forget(stream); // the topic may be gone, which whoever reads next is told
      throw trouble.unavailable(
          reading(stream.partition(), stream.next()), KafkaFailures.causeOf(e));
    }
  }

  private static StoreFailure.Corrupt endsBefore(Partition partition, long end, long from) {
    return new StoreFailure.Corrupt(
        partition + " ends at " + end + ", before " + from + ": records were lost");
  }

  private void begin(Partition partition, long from) throws StoreFailure {
    arrivals.lock();
    try {
      demandOpen();
      beginLocked(partition, from);
    } finally {
      arrivals.unlock();
    }
  }

  private FetchBuffer beginLocked(Partition partition, long from) throws StoreFailure {
    FetchBuffer stream = new FetchBuffer(partition, from);
    stream.touch(System.nanoTime());
    feedFor(settings.kafkas(partition)).begin(stream);
    return stream;
  }

  /** One that has no stream of the partition, or the one whose stream was read longest ago. */
  private FetchLoop feedFor(TopicPartition partition) throws StoreFailure {
    for (FetchLoop feed : feeds) {
      if (feed.at(partition).isEmpty()) {
        return feed;
      }
    }
    if (feeds.size() < MOST_FEEDS) {
      FetchLoop feed = FetchLoop.start(settings, arrivals, name + "-" + (feeds.size() + 1));
      feeds.add(feed);
      return feed;
    }
    long now = System.nanoTime();
    FetchLoop idlest = feeds.get(0);
    for (FetchLoop feed : feeds) {
      if (now - feed.at(partition).get().touched() > now - idlest.at(partition).get().touched()) {
        idlest = feed;
      }
    }
    return idlest;
  }

  @Override
  public Set<Partition> await(Map<Partition, Long> positions, Duration atMost) throws StoreFailure {
    long left = atMost.toNanos();
    Map<Partition, FetchBuffer> watched = new HashMap<>();
    arrivals.lock();
    try {
      while (true) {
        demandOpen();
        Set<Partition> news = new TreeSet<>();
        for (Map.Entry<Partition, Long> position : positions.entrySet()) {
          if (hasNews(position.getKey(), position.getValue(), watched)) {
            news.add(position.getKey());
          }
        }
        if (!news.isEmpty() || left <= 0) {
          return news;
        }
        left = arrivals.changed().awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Set.of();
    } finally {
      arrivals.unlock();
    }
  }

  /** Looks at a stream, which is begun where there is none. */
  private boolean hasNews(Partition partition, long from, Map<Partition, FetchBuffer> watched)
      throws StoreFailure {
    if (arrivals.lostFrom(partition).exists(lost -> lost < from)) {
      return true;
    }
    FetchBuffer stream = watched.get(partition);
    if (stream == null) {
      Option<FetchBuffer> standing = standing(partition, from);
      stream = standing.isDefined() ? standing.get() : beginLocked(partition, from);
    }
    stream.touch(System.nanoTime());
    watched.put(partition, stream);
    return stream.next() != from
        || stream.hasRecords()
        || stream.fetched() > from
        || stream.ending().isDefined();
  }

  /** How far a reader at a position could go on without waiting; none if nothing is fetched. */
  Option<Long> fetched(Partition partition, long from) {
    arrivals.lock();
    try {
      return standing(partition, from).map(FetchBuffer::fetched);
    } finally {
      arrivals.unlock();
    }
  }

  /** Whether so much of a partition is fetched that the rest waits for its reader. */
  boolean isResting(Partition partition) {
    arrivals.lock();
    try {
      return feeds.stream().anyMatch(feed -> feed.isFull(partition));
    } finally {
      arrivals.unlock();
    }
  }

  @Override
  public void close() {
    List<FetchLoop> closing;
    arrivals.lock();
    try {
      isClosed = true;
      feeds.forEach(FetchLoop::close);
      closing = List.copyOf(feeds);
      arrivals.tell();
    } finally {
      arrivals.unlock();
    }
    try {
      for (FetchLoop feed : closing) {
        feed.awaitEnd(CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cluster.close();
  }
}
