package io.anabranch.apps.standalone.live;

import io.anabranch.apps.ingest.generate.Anomaly;
import io.anabranch.apps.ingest.generate.Generated;
import io.anabranch.apps.ingest.generate.Generator;
import io.anabranch.apps.standalone.latency.VisibilityLatency;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Sends generated records, each when it is due. */
final class PacedProducer {

  /** Maximum number of records sent together. */
  private static final int MAX_BATCH = 128;

  /** Due time of records whose latency is not measured. */
  private static final long UNTIMED = Long.MIN_VALUE;

  private final Generator generator;
  private final EventProducer log;
  private final Map<String, Topic> topics;
  private final VisibilityLatency visibility;
  private final Clock clock;
  private final LongSupplier nanos;
  private TimeScale timeScale;
  private Generated next;

  /** Records taken from the generator and not sent yet, and when each was due. */
  private final List<EventProducer.NewRecord> records = new ArrayList<>();

  private final List<Long> due = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  PacedProducer(
      Generator generator,
      EventProducer log,
      Map<String, Topic> topics,
      VisibilityLatency visibility,
      Clock clock,
      LongSupplier nanos,
      double speedUp) {
    this.generator = generator;
    this.log = log;
    this.topics = Map.copyOf(topics);
    this.visibility = visibility;
    this.clock = clock;
    this.nanos = nanos;
    this.next = generator.next();
    this.timeScale = new TimeScale(next.atMillis(), nanos.getAsLong(), speedUp);
  }

  /** Sends the initial entries of the reference log. */
  void prime() throws StoreFailure {
    while (next.anomaly() == Anomaly.REFERENCE) {
      take();
    }
    send();
  }

  /** Starts simulated time now. */
  void begin() {
    timeScale = new TimeScale(timeScale.start(), nanos.getAsLong(), timeScale.speedUp());
  }

  /** Sends the records that are due; returns the nanoseconds until the next one is. */
  long step() throws StoreFailure {
    long now = nanos.getAsLong();
    send(); // retry records of a failed step
    long wait = timeScale.nanosAt(next.atMillis()) - now;
    while (wait <= 0 && records.size() < MAX_BATCH) {
      take();
      wait = timeScale.nanosAt(next.atMillis()) - now;
    }
    send();
    return Math.max(0, wait);
  }

  /** Shifts the schedule: records become due this much later. */
  void pauseFor(long pauseNanos) {
    timeScale = timeScale.delayedBy(pauseNanos);
  }

  private void take() {
    records.add(
        new EventProducer.NewRecord(
            new Partition(Option.of(topics.get(next.topic())).get(), next.partition()),
            clock.millis(),
            Option.some(next.key().toBytes()),
            next.value().map(Utf8::toBytes)));
    // Latency is measured from the due time, so that a pause of the whole process counts, too.
    due.add(next.anomaly() == Anomaly.REFERENCE ? UNTIMED : timeScale.nanosAt(next.atMillis()));
    next = generator.next();
  }

  /** Sends the pending records; after a failure they stay pending. */
  private void send() throws StoreFailure {
    if (records.isEmpty()) {
      return;
    }
    List<Long> offsets = log.appendAll(List.copyOf(records));
    for (int i = 0; i < offsets.size(); i++) {
      if (due.get(i) != UNTIMED) {
        visibility.recordSent(records.get(i).partition(), offsets.get(i), due.get(i));
      }
    }
    sent.addAndGet(records.size());
    records.clear();
    due.clear();
  }

  /** Number of records sent. */
  long sent() {
    return sent.get();
  }

  /** Simulated time up to which everything was sent, in milliseconds since 1970. */
  long simulatedMillis() {
    return next.atMillis();
  }
}
