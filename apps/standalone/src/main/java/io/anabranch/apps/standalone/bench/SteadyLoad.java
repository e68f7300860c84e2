package io.anabranch.apps.standalone.bench;

import io.anabranch.apps.ingest.generate.Generated;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.standalone.latency.Latencies;
import io.anabranch.apps.standalone.latency.VisibilityLatency;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends generated records at a constant rate. Records that cannot be sent on time are sent later;
 * their latency is measured from the time at which they were due.
 */
final class SteadyLoad {

  private static final int MAX_BATCH = 4096;

  private final Generator generator;
  private final EventProducer producer;
  private final Map<String, Topic> topics;
  private final VisibilityLatency visibility;
  private final Latencies acknowledged;
  private final Clock clock;
  private final LongSupplier nanos;
  private final double interval;
  private final long start;
  private final long measuredFrom;
  private long due;
  private long sent;

  /**
   * A load that starts now.
   *
   * @param visibility takes each record that is due after the warm-up
   * @param acknowledged takes the time until the log acknowledged each of these records
   */
  SteadyLoad(
      Generator generator,
      EventProducer producer,
      Map<String, Topic> topics,
      VisibilityLatency visibility,
      Latencies acknowledged,
      Clock clock,
      LongSupplier nanos,
      double recordsPerSecond,
      Duration warmUp) {
    this.generator = generator;
    this.producer = producer;
    this.topics = Map.copyOf(topics);
    this.visibility = visibility;
    this.acknowledged = acknowledged;
    this.clock = clock;
    this.nanos = nanos;
    this.interval = TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
    this.start = nanos.getAsLong();
    this.measuredFrom = start + warmUp.toNanos();
  }

  /** Sends the records that are due; returns the nanoseconds until the next one is. */
  long step() throws StoreFailure {
    long now = nanos.getAsLong();
    List<EventProducer.NewRecord> records = new ArrayList<>();
    long first = due;
    while (dueAt(due) <= now && records.size() < MAX_BATCH) {
      records.add(record(generator.next()));
      due++;
    }
    if (!records.isEmpty()) {
      List<Long> offsets = producer.appendAll(records);
      long acknowledgedAt = nanos.getAsLong();
      for (int i = 0; i < records.size(); i++) {
        long dueAt = dueAt(first + i);
        if (dueAt >= measuredFrom) {
          acknowledged.record(acknowledgedAt - dueAt);
          visibility.recordSent(records.get(i).partition(), offsets.get(i), dueAt);
        }
      }
      sent += records.size();
    }
    return Math.max(0, dueAt(due) - nanos.getAsLong());
  }

  private long dueAt(long number) {
    return start + (long) (number * interval);
  }

  private EventProducer.NewRecord record(Generated next) {
    return new EventProducer.NewRecord(
        new Partition(Option.of(topics.get(next.topic())).get(), next.partition()),
        clock.millis(),
        Option.some(next.key().toBytes()),
        next.value().map(Utf8::toBytes));
  }

  /** Number of records that the log has acknowledged. */
  long sent() {
    return sent;
  }

  /** Number of records that are due but not sent. */
  long overdue() {
    return Math.max(0, (long) ((nanos.getAsLong() - start) / interval) - due);
  }
}
