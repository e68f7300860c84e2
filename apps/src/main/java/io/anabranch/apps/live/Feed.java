package io.anabranch.apps.live;

import io.anabranch.apps.generate.Generated;
import io.anabranch.apps.generate.Generator;
import io.anabranch.apps.generate.Oddity;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.Topic;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The producers of a workload: sends what is generated, each record when it is due. */
final class Feed {

  /** After so many records those who wait for them are woken, however many more are due. */
  private static final int RECORDS_PER_RING = 128;

  private final Generator generator;
  private final EventProducer log;
  private final Map<String, Topic> topics;
  private final Departures departures;
  private final Doorbell doorbell;
  private final Clock clock;
  private final LongSupplier nanos;
  private Pace pace;
  private Generated next;
  private final AtomicLong sent = new AtomicLong();

  Feed(
      Generator generator,
      EventProducer log,
      Map<String, Topic> topics,
      Departures departures,
      Doorbell doorbell,
      Clock clock,
      LongSupplier nanos,
      double speedUp) {
    this.generator = generator;
    this.log = log;
    this.topics = Map.copyOf(topics);
    this.departures = departures;
    this.doorbell = doorbell;
    this.clock = clock;
    this.nanos = nanos;
    this.next = generator.next();
    this.pace = new Pace(next.atMillis(), nanos.getAsLong(), speedUp);
  }

  /** Sends what comes at the very beginning: the reference log as producers find it. */
  void prime() throws StoreFailure {
    while (next.oddity() == Oddity.REFERENCE) {
      send();
    }
  }

  /** Lets simulated time begin now. */
  void begin() {
    pace = new Pace(pace.start(), nanos.getAsLong(), pace.speedUp());
  }

  /** Sends what is due; how many nanoseconds there are until something is again. */
  long step() throws StoreFailure {
    long now = nanos.getAsLong();
    int records = 0;
    long wait = pace.nanosAt(next.atMillis()) - now;
    while (wait <= 0 && records < RECORDS_PER_RING) {
      send();
      records++;
      wait = pace.nanosAt(next.atMillis()) - now;
    }
    if (records > 0) {
      doorbell.ring();
    }
    return Math.max(0, wait);
  }

  /** Sends nothing for so long, and then goes on as if that time had not been. */
  void rest(long restNanos) {
    pace = pace.delayedBy(restNanos);
  }

  private void send() throws StoreFailure {
    Partition partition =
        new Partition(Option.of(topics.get(next.topic())).get(), next.partition());
    long offset =
        log.append(
            partition,
            clock.millis(),
            Option.some(next.key().toBytes()),
            next.value().map(Utf8::toBytes));
    // It counts from when it was due: a pause of the whole process delays producers, too.
    if (next.oddity() != Oddity.REFERENCE) {
      departures.left(partition, offset, pace.nanosAt(next.atMillis()));
    }
    sent.incrementAndGet();
    next = generator.next();
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
