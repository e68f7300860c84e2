package io.anabranch.apps.layers.serving;

import io.anabranch.domain.answer.Provenance.Staleness;
import io.anabranch.domain.log.OffsetRange;
import io.anabranch.domain.log.OffsetVector;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.ports.EventLog;
import io.anabranch.ports.StoreFailure;
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
 * Tells how far answers are behind the log. To ask the log costs more than many an answer does, so
 * it is asked at most so often, and what it said then holds until it is asked again.
 */
public final class LogWatch {

  private final EventLog log;
  private final List<String> topics;
  private final Clock clock;
  private final Duration atMostEvery;

  private final ReentrantLock asking = new ReentrantLock();
  private volatile Instant askedAt = Instant.MIN;
  private volatile Option<Told> told = Option.none();

  /** What the log said, and of each partition a record at or before the first that is unread. */
  private record Told(Map<Partition, OffsetRange> held, Map<Partition, Unread> unread) {}

  /** When a record at or before the first that an answer lacks was written. */
  private record Unread(long offset, Instant written) {}

  /**
   * A watch that has asked nothing yet.
   *
   * @param topics whose records are events
   */
  public LogWatch(EventLog log, List<String> topics, Clock clock, Duration atMostEvery) {
    this.log = log;
    this.topics = List.copyOf(topics);
    this.clock = clock;
    this.atMostEvery = atMostEvery;
  }

  /** How far an answer is behind the log; none if the log does not tell. */
  public Option<Staleness> behind(OffsetVector reach) {
    // One asks; the others are told what was told last rather than to wait for a log that is away.
    if (!askedAt.plus(atMostEvery).isAfter(clock.instant()) && asking.tryLock()) {
      try {
        told = Option.some(new Told(ask(), new ConcurrentHashMap<>()));
      } catch (StoreFailure untold) {
        told = Option.none();
      } finally {
        askedAt = clock.instant();
        asking.unlock();
      }
    }
    try {
      Option<Told> now = told;
      return now.isEmpty() ? Option.none() : Option.some(behind(reach, now.get()));
    } catch (StoreFailure untold) {
      told = Option.none();
      return Option.none();
    }
  }

  private Map<Partition, OffsetRange> ask() throws StoreFailure {
    Map<Partition, OffsetRange> bounds = new TreeMap<>();
    for (String topic : topics) {
      for (Partition partition : log.partitions(topic)) {
        bounds.put(partition, log.bounds(partition));
      }
    }
    return bounds;
  }

  private Staleness behind(OffsetVector reach, Told told) throws StoreFailure {
    Instant now = clock.instant();
    long positions = 0;
    Instant oldest = now;
    for (Map.Entry<Partition, OffsetRange> one : told.held().entrySet()) {
      long at = reach.at(one.getKey());
      if (one.getValue().to() > at) {
        positions += one.getValue().to() - at;
        long first = Math.max(one.getValue().from(), at);
        for (Instant written : written(one.getKey(), first, told.unread())) {
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
