package io.anabranch.apps.ingest.weather;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.failsafe.spi.Scheduler;
import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.apps.ingest.TopicCreator;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.weather.WeatherWorkload;
import io.anabranch.ports.EventProducer;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Asks for the weather of every city, one after the other, again and again, and sends what is new.
 * The API tells an observation until there is a later one: it is sent once, for as long as this
 * source remembers it.
 */
public final class PolledSource implements IngestProcess.Source, AutoCloseable {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final JsonFactory JSON = new JsonFactory();
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final WeatherSettings settings;
  private final Duration every;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Consumer<String> told;
  private final CurrentWeather api;

  private final Map<String, Long> lastSent = new HashMap<>();
  private final Queue<City> toAsk = new ArrayDeque<>();
  private Vector<Partition> partitions = Vector.empty();
  private Option<Asked> asked = Option.none();
  private Option<Unsent> unsent = Option.none();
  private Option<Long> roundBegan = Option.none();

  private volatile Counts counts = new Counts(0, 0, 0);
  private volatile boolean isRight = true;

  private record Asked(City place, CurrentWeather.Call call) {}

  private record Unsent(String city, long epochSecond, EventProducer.NewRecord record) {}

  private record Counts(long unchanged, long invalid, long unanswered) {}

  /**
   * A source that asks so often; a round that takes longer is followed by the next at once.
   *
   * @param told is told what a city's weather could not be known for
   */
  public PolledSource(
      WeatherSettings settings, Duration every, Clock clock, Consumer<String> told) {
    this(settings, every, clock, System::nanoTime, Scheduler.DEFAULT, told);
  }

  PolledSource(
      WeatherSettings settings,
      Duration every,
      Clock clock,
      LongSupplier nanoTime,
      Scheduler scheduler,
      Consumer<String> told) {
    this.settings = settings;
    this.every = every;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.told = told;
    this.api = new CurrentWeather(settings, clock, scheduler, told);
  }

  @Override
  public void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> differing)
      throws StoreFailure {
    TopicCreator.Created made = topics.events(WeatherWorkload.TOPIC);
    made.differences().forEach(differing);
    sendTo(made.partitions());
  }

  void sendTo(SortedSet<Partition> there) {
    partitions = Vector.ofAll(there);
  }

  /** A turn is short: what takes long is under way while the source rests. */
  @Override
  public IngestProcess.Sent send(EventProducer producer) throws StoreFailure {
    if (isRight && asked.isEmpty() && unsent.isEmpty()) {
      if (toAsk.isEmpty() && restNanos() > 0) {
        return sent(0, restNanos());
      }
      ask();
    }
    for (Asked one : asked) {
      if (!one.call().isDone()) {
        return sent(0, LINGER_NANOS);
      }
      asked = Option.none();
      take(one.place(), one.call().weather());
    }
    for (Unsent one : unsent) {
      producer.appendAll(List.of(one.record())); // what fails is tried again by the next turn
      unsent = Option.none();
      lastSent.put(one.city(), one.epochSecond());
      return sent(1, 0);
    }
    return sent(0, 0);
  }

  private IngestProcess.Sent sent(long records, long restNanos) {
    return new IngestProcess.Sent(records, restNanos, !isRight);
  }

  private long restNanos() {
    return roundBegan.map(began -> every.toNanos() - (nanoTime.getAsLong() - began)).getOrElse(0L);
  }

  private void ask() {
    if (toAsk.isEmpty()) {
      roundBegan = Option.some(nanoTime.getAsLong());
      toAsk.addAll(settings.places().asJava());
    }
    City place = toAsk.remove();
    asked = Option.some(new Asked(place, api.of(place)));
  }

  private void take(City place, Weather weather) {
    Counts before = counts;
    if (weather instanceof Weather.Observed observed) {
      if (observed.epochSecond() > lastSent.getOrDefault(place.city(), Long.MIN_VALUE)) {
        unsent =
            Option.some(new Unsent(place.city(), observed.epochSecond(), record(place, observed)));
      } else {
        counts = new Counts(before.unchanged() + 1, before.invalid(), before.unanswered());
      }
    } else if (weather instanceof Weather.Invalid invalid) {
      counts = new Counts(before.unchanged(), before.invalid() + 1, before.unanswered());
      told.accept(place.city() + ": " + invalid.why() + "; asked again in the next round");
    } else if (weather instanceof Weather.Unanswered unanswered) {
      counts = new Counts(before.unchanged(), before.invalid(), before.unanswered() + 1);
      told.accept(place.city() + ": " + unanswered.why() + "; asked again in the next round");
    } else if (weather instanceof Weather.KeyRefused refused) {
      isRight = false;
      told.accept(
          "OpenWeatherMap refuses the key ("
              + refused.why()
              + "); see whether it is the one that https://home.openweathermap.org/api_keys shows"
              + " as active, which a new one is after some two hours, and set"
              + " ANABRANCH_WEATHER_API_KEY or weather.api-key-file");
    }
  }

  private EventProducer.NewRecord record(City place, Weather.Observed observed) {
    // The same city goes to the same partition, so that its observations stay in order.
    int partition = Math.floorMod(place.city().hashCode(), partitions.size());
    return new EventProducer.NewRecord(
        partitions.get(partition),
        clock.millis(),
        Option.some(place.city().getBytes(StandardCharsets.UTF_8)),
        Option.some(value(place, observed)));
  }

  private static byte[] value(City place, Weather.Observed observed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("date", date(observed.epochSecond()));
      json.writeStringField("city", place.city());
      json.writeNumberField("lon", place.longitude());
      json.writeNumberField("lat", place.latitude());
      json.writeFieldName("temperature");
      json.writeNumber(observed.celsius());
      json.writeFieldName("feels_like");
      json.writeNumber(observed.feelsLikeCelsius());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }

  private static String date(long epochSecond) {
    return DATE.format(LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC));
  }

  @Override
  public String describe() {
    Counts now = counts;
    return String.format(
        Locale.ROOT,
        "%,d observations unchanged, %,d replies unfit, %,d calls unanswered",
        now.unchanged(),
        now.invalid(),
        now.unanswered());
  }

  @Override
  public boolean isRight() {
    return isRight;
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    asked.forEach(one -> one.call().cancel());
  }
}
