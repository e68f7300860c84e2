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
 * Sends what a generator makes up, evenly: each record is due so long after the one before. What
 * cannot be sent in time is sent later, and its time counts from when it was due.
 */
final class SteadyLoad {

  private static final int MOST_AT_ONCE = 4096;

  private final Generator generator;
  private final EventProducer producer;
  private final Map<String, Topic> topics;
  private final VisibilityLatency departures;
  private final Latencies acknowledged;
  private final Clock clock;
  private final LongSupplier nanos;
  private final double nanosApart;
  private final long began;
  private final long measuredFrom;
  private long due;
  private long sent;

  /**
   * A load that begins now.
   *
   * @param departures is told of each record that is due after the warm-up
   * @param acknowledged how long those took until the log had them
   */
  SteadyLoad(
      Generator generator,
      EventProducer producer,
      Map<String, Topic> topics,
      VisibilityLatency departures,
      Latencies acknowledged,
      Clock clock,
      LongSupplier nanos,
      double recordsPerSecond,
      Duration warmUp) {
    this.generator = generator;
    this.producer = producer;
    this.topics = Map.copyOf(topics);
    this.departures = departures;
    this.acknowledged = acknowledged;
    this.clock = clock;
    this.nanos = nanos;
    this.nanosApart = TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
    this.began = nanos.getAsLong();
    this.measuredFrom = began + warmUp.toNanos();
  }

  /** Sends what is due; how many nanoseconds there are until something is again. */
  long step() throws StoreFailure {
    long now = nanos.getAsLong();
    List<EventProducer.NewRecord> records = new ArrayList<>();
    long first = due;
    while (dueAt(due) <= now && records.size() < MOST_AT_ONCE) {
      records.add(record(generator.next()));
      due++;
    }
    if (!records.isEmpty()) {
      List<Long> offsets = producer.appendAll(records);
      long then = nanos.getAsLong();
      for (int i = 0; i < records.size(); i++) {
        long dueAt = dueAt(first + i);
        if (dueAt >= measuredFrom) {
          acknowledged.record(then - dueAt);
          departures.left(records.get(i).partition(), offsets.get(i), dueAt);
        }
      }
      sent += records.size();
    }
    return Math.max(0, dueAt(due) - nanos.getAsLong());
  }

  private long dueAt(long number) {
    return began + (long) (number * nanosApart);
  }

  private EventProducer.NewRecord record(Generated next) {
    return new EventProducer.NewRecord(
        new Partition(Option.of(topics.get(next.topic())).get(), next.partition()),
        clock.millis(),
        Option.some(next.key().toBytes()),
        next.value().map(Utf8::toBytes));
  }

  /** How many records the log has acknowledged. */
  long sent() {
    return sent;
  }

  /** How many records should have been sent by now and are not. */
  long overdue() {
    return Math.max(0, (long) ((nanos.getAsLong() - began) / nanosApart) - due);
  }
}
