package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.event.Utf8;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;

/**
 * Lets a scene happen: messages come by chance, busier and quieter with the rhythm; some tell of
 * what is long past, some are sent twice, some arrive broken.
 */
final class EventTimeline implements Generator {

  /** Of all messages, so many tell of the past. */
  static final double LATE = 0.02;

  /** So many are sent a second time. */
  static final double REPEATED = 0.01;

  /** So many arrive broken. */
  static final double BROKEN = 0.005;

  /** A message that is sent twice is sent again within so many others. */
  private static final int LATEST_REPEAT = 50;

  /** While one waits to be sent again no other is picked, so more are picked than the share. */
  private static final double PICKED = REPEATED / (1 - REPEATED * (LATEST_REPEAT + 1) / 2);

  private static final List<Breakage> BREAKAGES = List.of(Breakage.values());

  /** The oldest news there is: a producer that was cut off for a shift. */
  private static final int LATEST_SECONDS = 8 * 3600;

  private final long seed;
  private final Randomness chance;
  private final TrafficProfile rhythm;
  private final DataModel scene;
  private final double recordsPerSecond;
  private final Deque<Generated> waiting = new ArrayDeque<>();
  private Option<Generated> again = Option.none();
  private int untilAgain;
  private double now;

  EventTimeline(
      GeneratorSettings settings, Randomness chance, TrafficProfile rhythm, DataModel scene) {
    this.seed = settings.seed();
    this.chance = chance;
    this.rhythm = rhythm;
    this.scene = scene;
    this.recordsPerSecond = settings.recordsPerSecond();
    this.now = settings.start().getEpochSecond();
    tellReference();
  }

  @Override
  public SortedMap<String, Integer> topics() {
    return scene.topics();
  }

  @Override
  public Generated next() {
    if (waiting.isEmpty()) {
      now += chance.wait(recordsPerSecond * rhythm.at(now, seed));
      tellReference();
      waiting.add(repeatDue().getOrElse(this::happening));
    }
    return waiting.remove();
  }

  private void tellReference() {
    for (DataModel.Message message : scene.reference((long) now)) {
      waiting.add(sent(message, Option.some(Utf8.of(message.text())), Anomaly.REFERENCE));
    }
  }

  private Option<Generated> repeatDue() {
    if (again.isEmpty() || untilAgain-- > 0) {
      return Option.none();
    }
    Generated first = again.get();
    again = Option.none();
    return Option.some(
        new Generated(
            (long) (now * 1000),
            first.topic(),
            first.partition(),
            first.key(),
            first.value(),
            Anomaly.REPEATED));
  }

  private Generated happening() {
    boolean isLate = chance.happens(LATE);
    long second = (long) now;
    long past = isLate ? 60 + chance.fewOf(LATEST_SECONDS - 60) : 0;
    DataModel.Message message = scene.happening(second, second - past);
    if (chance.happens(BROKEN)) {
      return sent(message, chance.oneOf(BREAKAGES).breaking(message.text()), Anomaly.BROKEN);
    }
    Generated sent =
        sent(message, Option.some(Utf8.of(message.text())), isLate ? Anomaly.LATE : Anomaly.NONE);
    if (again.isEmpty() && chance.happens(PICKED)) {
      again = Option.some(sent);
      untilAgain = 1 + chance.below(LATEST_REPEAT);
    }
    return sent;
  }

  private Generated sent(DataModel.Message message, Option<Utf8> value, Anomaly oddity) {
    return new Generated(
        (long) (now * 1000),
        message.topic(),
        message.partition(),
        Utf8.of(message.key()),
        value,
        oddity);
  }
}
