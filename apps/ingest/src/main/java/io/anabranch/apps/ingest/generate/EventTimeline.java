package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;

/**
 * Generates the messages of a data model at random times whose rate follows a traffic profile. Some
 * messages are late, some are sent twice, and some are broken.
 */
final class EventTimeline implements Generator {

  /** Share of messages that are late. */
  static final double LATE = 0.02;

  /** Share of messages that repeat another. */
  static final double REPEATED = 0.01;

  /** Share of messages that are broken. */
  static final double BROKEN = 0.005;

  /** Maximum distance of a repeated message, in messages. */
  private static final int MAX_REPEAT_DISTANCE = 50;

  /** No other message is picked while one waits to be repeated, so this exceeds the share. */
  private static final double PICKED = REPEATED / (1 - REPEATED * (MAX_REPEAT_DISTANCE + 1) / 2);

  private static final List<Breakage> BREAKAGES = List.of(Breakage.values());

  /** Maximum lateness: a producer that was offline for a shift. */
  private static final int MAX_LATENESS_SECONDS = 8 * 3600;

  private final long seed;
  private final Randomness random;
  private final TrafficProfile traffic;
  private final DataModel model;
  private final double recordsPerSecond;
  private final Deque<Generated> waiting = new ArrayDeque<>();
  private Option<Generated> repeated = Option.none();
  private int untilRepeat;
  private double now;

  EventTimeline(
      GeneratorSettings settings, Randomness random, TrafficProfile traffic, DataModel model) {
    this.seed = settings.seed();
    this.random = random;
    this.traffic = traffic;
    this.model = model;
    this.recordsPerSecond = settings.recordsPerSecond();
    this.now = settings.start().getEpochSecond();
    addReference();
  }

  @Override
  public SortedMap<String, Integer> topics() {
    return model.topics();
  }

  @Override
  public Generated next() {
    if (waiting.isEmpty()) {
      now += random.wait(recordsPerSecond * traffic.at(now, seed));
      addReference();
      waiting.add(repeatDue().getOrElse(this::newMessage));
    }
    return waiting.remove();
  }

  private void addReference() {
    for (DataModel.Message message : model.reference((long) now)) {
      waiting.add(sent(message, Option.some(Utf8.of(message.text())), Anomaly.REFERENCE));
    }
  }

  private Option<Generated> repeatDue() {
    if (repeated.isEmpty() || untilRepeat-- > 0) {
      return Option.none();
    }
    Generated first = repeated.get();
    repeated = Option.none();
    return Option.some(
        new Generated(
            (long) (now * 1000),
            first.topic(),
            first.partition(),
            first.key(),
            first.value(),
            Anomaly.REPEATED));
  }

  private Generated newMessage() {
    boolean isLate = random.happens(LATE);
    long second = (long) now;
    long past = isLate ? 60 + random.skewedBelow(MAX_LATENESS_SECONDS - 60) : 0;
    DataModel.Message message = model.event(second, second - past);
    if (random.happens(BROKEN)) {
      return sent(message, random.oneOf(BREAKAGES).breakMessage(message.text()), Anomaly.BROKEN);
    }
    Generated sent =
        sent(message, Option.some(Utf8.of(message.text())), isLate ? Anomaly.LATE : Anomaly.NONE);
    if (repeated.isEmpty() && random.happens(PICKED)) {
      repeated = Option.some(sent);
      untilRepeat = 1 + random.below(MAX_REPEAT_DISTANCE);
    }
    return sent;
  }

  private Generated sent(DataModel.Message message, Option<Utf8> value, Anomaly anomaly) {
    return new Generated(
        (long) (now * 1000),
        message.topic(),
        message.partition(),
        Utf8.of(message.key()),
        value,
        anomaly);
  }
}
