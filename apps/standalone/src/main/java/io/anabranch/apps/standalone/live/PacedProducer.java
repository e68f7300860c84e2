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

/** The producers of a workload: sends what is generated, each record when it is due. */
final class PacedProducer {

  /** So many are sent together at most. */
  private static final int AT_ONCE = 128;

  /** When a record is due whose way is not timed. */
  private static final long NEVER = Long.MIN_VALUE;

  private final Generator generator;
  private final EventProducer log;
  private final Map<String, Topic> topics;
  private final VisibilityLatency departures;
  private final Clock clock;
  private final LongSupplier nanos;
  private TimeScale pace;
  private Generated next;

  /** Taken and not sent yet, and when each was due. */
  private final List<EventProducer.NewRecord> records = new ArrayList<>();

  private final List<Long> due = new ArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  PacedProducer(
      Generator generator,
      EventProducer log,
      Map<String, Topic> topics,
      VisibilityLatency departures,
      Clock clock,
      LongSupplier nanos,
      double speedUp) {
    this.generator = generator;
    this.log = log;
    this.topics = Map.copyOf(topics);
    this.departures = departures;
    this.clock = clock;
    this.nanos = nanos;
    this.next = generator.next();
    this.pace = new TimeScale(next.atMillis(), nanos.getAsLong(), speedUp);
  }

  /** Sends what comes at the very beginning: the reference log as producers find it. */
  void prime() throws StoreFailure {
    while (next.oddity() == Anomaly.REFERENCE) {
      take();
    }
    send();
  }

  /** Lets simulated time begin now. */
  void begin() {
    pace = new TimeScale(pace.start(), nanos.getAsLong(), pace.speedUp());
  }

  /** Sends what is due; how many nanoseconds there are until something is again. */
  long step() throws StoreFailure {
    long now = nanos.getAsLong();
    send(); // what failed before
    long wait = pace.nanosAt(next.atMillis()) - now;
    while (wait <= 0 && records.size() < AT_ONCE) {
      take();
      wait = pace.nanosAt(next.atMillis()) - now;
    }
    send();
    return Math.max(0, wait);
  }

  /** Sends nothing for so long, and then goes on as if that time had not been. */
  void rest(long restNanos) {
    pace = pace.delayedBy(restNanos);
  }

  private void take() {
    records.add(
        new EventProducer.NewRecord(
            new Partition(Option.of(topics.get(next.topic())).get(), next.partition()),
            clock.millis(),
            Option.some(next.key().toBytes()),
            next.value().map(Utf8::toBytes)));
    // It counts from when it was due: a pause of the whole process delays producers, too.
    due.add(next.oddity() == Anomaly.REFERENCE ? NEVER : pace.nanosAt(next.atMillis()));
    next = generator.next();
  }

  /** Sends what was taken; what fails stays, to be sent again. */
  private void send() throws StoreFailure {
    if (records.isEmpty()) {
      return;
    }
    List<Long> offsets = log.appendAll(List.copyOf(records));
    for (int i = 0; i < offsets.size(); i++) {
      if (due.get(i) != NEVER) {
        departures.left(records.get(i).partition(), offsets.get(i), due.get(i));
      }
    }
    sent.addAndGet(records.size());
    records.clear();
    due.clear();
  }

  /** How many records were sent. */
  long sent() {
    return sent.get();
  }

  /** The simulated instant up to which everything was sent, in milliseconds since 1970. */
  long simulatedMillis() {
    return next.atMillis();
  }
}
