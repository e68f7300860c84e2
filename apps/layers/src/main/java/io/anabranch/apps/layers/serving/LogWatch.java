package io.anabranch.apps.layers.serving;

import io.anabranch.domain.answer.Provenance.Staleness;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Measures how far answers are behind the log. Reading the bounds of the log costs more than many
 * answers, so they are read at most once per interval and reused until the next read.
 */
public final class LogWatch {

  private final EventLog log;
  private final List<String> topics;
  private final Clock clock;
  private final Duration interval;

  private final ReentrantLock reading = new ReentrantLock();
  private volatile Instant readAt = Instant.MIN;
  private volatile Either<String, Bounds> last = Either.left("the log was not read yet");

  /** The bounds of the log, and a record of each partition at or before its first unread one. */
  private record Bounds(Map<Partition, OffsetRange> held, Map<Partition, Unread> unread) {}

  /** The write time of a record at or before the first one missing from an answer. */
  private record Unread(long offset, Instant written) {}

  /**
   * Creates a watch that has not read the log yet.
   *
   * @param topics the topics of events
   */
  public LogWatch(EventLog log, List<String> topics, Clock clock, Duration interval) {
    this.log = log;
    this.topics = List.copyOf(topics);
    this.clock = clock;
    this.interval = interval;
  }

  /** Returns how far an answer is behind the log, or why the log could not be read. */
  public Either<String, Staleness> behind(OffsetVector reach) {
    // One thread reads the log; the others use its last result instead of waiting for a log that
    // may be unavailable.
    if (!readAt.plus(interval).isAfter(clock.instant()) && reading.tryLock()) {
      try {
        last = Either.right(new Bounds(readBounds(), new ConcurrentHashMap<>()));
      } catch (StoreFailure failure) {
        last = Either.left(String.valueOf(failure.getMessage()));
      } finally {
        readAt = clock.instant();
        reading.unlock();
      }
    }
    try {
      Either<String, Bounds> now = last;
      return now.isLeft() ? Either.left(now.getLeft()) : Either.right(behind(reach, now.get()));
    } catch (StoreFailure failure) {
      String why = String.valueOf(failure.getMessage());
      last = Either.left(why);
      return Either.left(why);
    }
  }

  private Map<Partition, OffsetRange> readBounds() throws StoreFailure {
    Map<Partition, OffsetRange> bounds = new TreeMap<>();
    for (String topic : topics) {
      for (Partition partition : log.partitions(topic)) {
        bounds.put(partition, log.bounds(partition));
      }
    }
    return bounds;
  }

  private Staleness behind(OffsetVector reach, Bounds bounds) throws StoreFailure {
    Instant now = clock.instant();
    long positions = 0;
    Instant oldest = now;
    for (Map.Entry<Partition, OffsetRange> one : bounds.held().entrySet()) {
      long at = reach.at(one.getKey());
      if (one.getValue().to() > at) {
        positions += one.getValue().to() - at;
        long first = Math.max(one.getValue().from(), at);
        for (Instant written : written(one.getKey(), first, bounds.unread())) {
          oldest = written.isBefore(oldest) ? written : oldest;
        }
      }
    }
    return new Staleness(positions, Duration.between(oldest, now));
  }

  private Option<Instant> written(Partition partition, long offset, Map<Partition, Unread> unread)
      throws StoreFailure {
    Unread known = unread.get(partition);
    if (known != null && known.offset() <= offset) {
      return Option.some(known.written());
    }
    Option<RecordBatch> first = log.read(partition, offset, 1).filter(found -> found.size() > 0);
    Option<Instant> written = first.map(found -> Instant.ofEpochMilli(found.timestamp(0)));
    written.forEach(instant -> unread.put(partition, new Unread(offset, instant)));
    return written;
  }
}
