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
 * Polls the weather of every city in turn and sends new observations. The API returns an
 * observation until available is a later one; this source sends it once, as long as the process
 * runs.
 */
public final class PolledSource implements IngestProcess.Source, AutoCloseable {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final JsonFactory JSON = new JsonFactory();
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final WeatherSettings settings;
  private final Duration interval;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Consumer<String> remarks;
  private final CurrentWeather api;

  private final Map<String, Long> lastSent = new HashMap<>();
  private final Queue<City> remaining = new ArrayDeque<>();
  private Vector<Partition> partitions = Vector.empty();
  private Option<InFlight> inFlight = Option.none();
  private Option<Unsent> unsent = Option.none();
  private Option<Long> roundStart = Option.none();

  private volatile Counts counts = new Counts(0, 0, 0);
  private volatile boolean isRight = true;

  private record InFlight(City city, CurrentWeather.Call call) {}

  private record Unsent(String city, long epochSecond, EventProducer.NewRecord record) {}

  private record Counts(long unchanged, long invalid, long failed) {}

  /**
   * A source that polls all cities at an interval; a round that takes longer is followed by the
   * next one immediately.
   *
   * @param remarks receives messages about failures of cities
   */
  public PolledSource(
      WeatherSettings settings, Duration interval, Clock clock, Consumer<String> remarks) {
    this(settings, interval, clock, System::nanoTime, Scheduler.DEFAULT, remarks);
  }

  PolledSource(
      WeatherSettings settings,
      Duration interval,
      Clock clock,
      LongSupplier nanoTime,
      Scheduler scheduler,
      Consumer<String> remarks) {
    this.settings = settings;
    this.interval = interval;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.remarks = remarks;
    this.api = new CurrentWeather(settings, clock, scheduler, remarks);
  }

  @Override
  public void open(TopicCreator topics, WorkloadSetup setup, Consumer<String> differences)
      throws StoreFailure {
    TopicCreator.Created created = topics.events(WeatherWorkload.TOPIC);
    created.differences().forEach(differences);
    sendTo(created.partitions());
  }

  void sendTo(SortedSet<Partition> available) {
    partitions = Vector.ofAll(available);
  }

  /** Returns quickly: requests are in flight while the source waits. */
  @Override
  public IngestProcess.Sent send(EventProducer producer) throws StoreFailure {
    if (isRight && inFlight.isEmpty() && unsent.isEmpty()) {
      if (remaining.isEmpty() && restNanos() > 0) {
        return sent(0, restNanos());
      }
      startRequest();
    }
    for (InFlight one : inFlight) {
      if (!one.call().isDone()) {
        return sent(0, LINGER_NANOS);
      }
      inFlight = Option.none();
      take(one.city(), one.call().weather());
    }
    for (Unsent one : unsent) {
      producer.appendAll(List.of(one.record())); // a failed record is retried by the next call
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
    return roundStart
        .map(start -> interval.toNanos() - (nanoTime.getAsLong() - start))
        .getOrElse(0L);
  }

  private void startRequest() {
    if (remaining.isEmpty()) {
      roundStart = Option.some(nanoTime.getAsLong());
      remaining.addAll(settings.cities().asJava());
    }
    City city = remaining.remove();
    inFlight = Option.some(new InFlight(city, api.of(city)));
  }

  private void take(City city, Weather weather) {
    Counts before = counts;
    if (weather instanceof Weather.Observed observed) {
      if (observed.epochSecond() > lastSent.getOrDefault(city.name(), Long.MIN_VALUE)) {
        unsent =
            Option.some(new Unsent(city.name(), observed.epochSecond(), record(city, observed)));
      } else {
        counts = new Counts(before.unchanged() + 1, before.invalid(), before.failed());
      }
    } else if (weather instanceof Weather.Invalid invalid) {
      counts = new Counts(before.unchanged(), before.invalid() + 1, before.failed());
      remarks.accept(city.name() + ": " + invalid.why() + "; retried in the next round");
    } else if (weather instanceof Weather.Failed failed) {
      counts = new Counts(before.unchanged(), before.invalid(), before.failed() + 1);
      remarks.accept(city.name() + ": " + failed.why() + "; retried in the next round");
    } else if (weather instanceof Weather.KeyRejected rejected) {
      isRight = false;
      remarks.accept(
          "OpenWeatherMap rejected the API key ("
              + rejected.why()
              + "); check that https://home.openweathermap.org/api_keys shows it as active (a new"
              + " key takes about two hours), then set ANABRANCH_WEATHER_API_KEY or"
              + " weather.api-key-file");
    }
  }

  private EventProducer.NewRecord record(City city, Weather.Observed observed) {
    // The same city goes to the same partition, so that its observations stay in order.
    int partition = Math.floorMod(city.name().hashCode(), partitions.size());
    return new EventProducer.NewRecord(
        partitions.get(partition),
        clock.millis(),
        Option.some(city.name().getBytes(StandardCharsets.UTF_8)),
        Option.some(value(city, observed)));
  }

  private static byte[] value(City city, Weather.Observed observed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("date", date(observed.epochSecond()));
      json.writeStringField("city", city.name());
      json.writeNumberField("lon", city.longitude());
      json.writeNumberField("lat", city.latitude());
      json.writeFieldName("temperature");
      json.writeNumber(observed.celsius());
      json.writeFieldName("feels_like");
      json.writeNumber(observed.feelsLikeCelsius());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new IllegalStateException("writing to memory cannot fail", impossible);
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
        "%,d observations unchanged, %,d replies invalid, %,d requests failed",
        now.unchanged(),
        now.invalid(),
        now.failed());
  }

  @Override
  public boolean isRight() {
    return isRight;
  }

  /** Cancels the request in flight. */
  @Override
  public void close() {
    inFlight.forEach(one -> one.call().cancel());
  }
}
