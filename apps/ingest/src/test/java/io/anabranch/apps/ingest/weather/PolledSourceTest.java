package io.anabranch.apps.ingest.weather;

import static io.anabranch.apps.ingest.weather.FakeWeatherApi.text;
import static io.anabranch.apps.ingest.weather.FakeWeatherApi.tooMany;
import static io.anabranch.apps.ingest.weather.FakeWeatherApi.weather;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.spi.Scheduler;
import io.anabranch.adapters.wire.ObservationDecoder;
import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.weather.Observation;
import io.anabranch.domain.weather.WeatherWorkload;
import io.anabranch.ports.StoreFailure;
import io.anabranch.ports.inmemory.Faults;
import io.anabranch.ports.inmemory.InMemoryEventLog;
import io.anabranch.ports.inmemory.PortCall;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class PolledSourceTest {

  private static final String KEY = "0123456789abcdefsecret";
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final long SECOND = 1_711_929_600; // 2024-04-01 00:00:00
  private static final Instant NOW = Instant.ofEpochSecond(SECOND + 90);
  private static final double PARIS = 48.85;
  private static final double BREST = 48.39;

  /** Delays requested from the scheduler, which runs everything immediately. */
  private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();

  private final ScheduledExecutorService thread = Executors.newScheduledThreadPool(1);
  private final Scheduler immediate =
      (callable, delay, unit) -> {
        if (delay > 0) {
          waits.add(Duration.ofNanos(unit.toNanos(delay)));
        }
        return thread.schedule(callable, 0, TimeUnit.NANOSECONDS);
      };

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<String> remarks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failing = new AtomicInteger();
  private final InMemoryEventLog log =
      new InMemoryEventLog(
          new Faults() {
            @Override
            public void before(PortCall call) throws StoreFailure {
              if (call.operation().startsWith("append") && failing.getAndDecrement() > 0) {
                throw new StoreFailure.Unavailable("down");
              }
            }
          });
  private IngestProcess.Sent last = new IngestProcess.Sent(0, 0, false);
  private final List<PolledSource> open = new ArrayList<>();

  private FakeWeatherApi api;

  @BeforeEach
  void startApi() throws IOException {
    api = new FakeWeatherApi();
    log.createTopic(WeatherWorkload.TOPIC, 2);
  }

  @AfterEach
  void endApi() {
    open.forEach(PolledSource::close);
    api.close();
    thread.shutdownNow();
  }

  private WeatherSettings settings() {
    return new WeatherSettings(
        URI.create(api.url()),
        ApiKey.of(KEY).get(),
        600_000,
        Duration.ofSeconds(30),
        Vector.of(new City("Paris", PARIS, 2.35), new City("Brest", BREST, -4.49)));
  }

  private WeatherSettings withTimeout(Duration timeout) {
    WeatherSettings all = settings();
    return new WeatherSettings(all.url(), all.key(), all.callsPerMinute(), timeout, all.cities());
  }

  private WeatherSettings withUrl(URI url) {
    WeatherSettings all = settings();
    return new WeatherSettings(url, all.key(), all.callsPerMinute(), all.timeout(), all.cities());
  }

  private WeatherSettings withCallsPerMinute(int calls) {
    WeatherSettings all = settings();
    return new WeatherSettings(all.url(), all.key(), calls, all.timeout(), all.cities());
  }

  private WeatherSettings withCities(City city) {
    WeatherSettings all = settings();
    return new WeatherSettings(
        all.url(), all.key(), all.callsPerMinute(), all.timeout(), Vector.of(city));
  }

  private PolledSource source() throws Exception {
    return source(settings());
  }

  private PolledSource source(WeatherSettings settings) throws Exception {
    PolledSource source =
        new PolledSource(
            settings, EVERY, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get, immediate, remarks::add);
    source.sendTo(log.partitions(WeatherWorkload.TOPIC));
    open.add(source);
    return source;
  }

  /** Steps a source until a condition is met. */
  private void until(PolledSource source, BooleanSupplier condition) throws StoreFailure {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("remarks %s, sent %s", remarks, values())
          .isLessThan(deadline);
      last = source.send(log);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Runs one round. */
  private void round(PolledSource source) throws StoreFailure {
    nanos.addAndGet(EVERY.toNanos());
    last = source.send(log);
    until(source, () -> last.isLast() || last.restNanos() == EVERY.toNanos());
  }

  /** The values in the log, sorted. */
  private List<String> values() {
    List<String> values = new ArrayList<>();
    try {
      for (Partition partition : log.partitions(WeatherWorkload.TOPIC)) {
        RecordBatch batch = log.read(partition, 0, 100).get();
        for (int record = 0; record < batch.size(); record++) {
          assertThat(batch.timestamp(record)).isEqualTo(NOW.toEpochMilli());
          values.add(new String(batch.value(record).get(), StandardCharsets.UTF_8));
        }
      }
    } catch (StoreFailure failure) {
      throw new AssertionError(failure);
    }
    values.sort(Comparator.naturalOrder());
    return values;
  }

  @Test
  void sendsTheWeatherOfEveryCity() throws Exception {
    api.at(PARIS, weather(SECOND, "12.4", "11.87")).at(BREST, weather(SECOND + 1, "-0.5", "-4"));

    round(source());

    assertThat(values())
        .containsExactly(
            "{\"date\":\"2024-04-01 00:00:00\",\"city\":\"Paris\",\"lon\":2.35,\"lat\":48.85,"
                + "\"temperature\":12.4,\"feels_like\":11.87}",
            "{\"date\":\"2024-04-01 00:00:01\",\"city\":\"Brest\",\"lon\":-4.49,\"lat\":48.39,"
                + "\"temperature\":-0.5,\"feels_like\":-4}");
    assertThat(api.queries())
        .containsExactly(
            "lat=48.85&lon=2.35&units=metric&appid=" + KEY,
            "lat=48.39&lon=-4.49&units=metric&appid=" + KEY);
    assertThat(remarks).isEmpty();
  }

  @Test
  void sendsWhatTheWorkloadAccepts() throws Exception {
    api.at(PARIS, weather(SECOND, "1.24e1", "11.87"));

    round(source(withCities(new City("Paris \"l'été\"", PARIS, 2.35))));

    byte[] value = values().get(0).getBytes(StandardCharsets.UTF_8);
    List<Observation> events = new ArrayList<>();
    ObservationDecoder.create()
        .decode(
            WeatherWorkload.TOPIC,
            value,
            0,
            value.length,
            new EventSink<>() {
              @Override
              public void accept(Observation event) {
                events.add(event);
              }

              @Override
              public void accept(Observation event, Utf8 id) {
                throw new AssertionError("no id is configured");
              }

              @Override
              public void reject(Rejection rejection) {
                throw new AssertionError(rejection);
              }
            });
    assertThat(events)
        .containsExactly(Observation.of(Utf8.of("Paris \"l'été\""), SECOND, 12.4, 11.87).get());
  }

  @Test
  void sendsAnObservationOnce() throws Exception {
    api.at(
            PARIS,
            weather(SECOND, "10", "9"),
            weather(SECOND, "10", "9"),
            weather(SECOND + 600, "11", "9"),
            weather(SECOND, "10", "9"), // from a replica that lags behind
            weather(SECOND + 600, "11", "9"))
        .at(BREST, weather(SECOND, "10", "9"));
    PolledSource source = source();

    for (int round = 0; round < 5; round++) {
      round(source);
    }

    assertThat(values().stream().filter(value -> value.contains("Paris")))
        .hasSize(2)
        .allMatch(value -> value.contains("00:00:00") || value.contains("00:10:00"));
    assertThat(values().stream().filter(value -> value.contains("Brest"))).hasSize(1);
    assertThat(source.describe()).startsWith("7 observations unchanged, 0 replies invalid");
  }

  @Test
  void pollsAtTheInterval() throws Exception {
    api.at(PARIS, weather(SECOND, "10", "9")).at(BREST, weather(SECOND, "10", "9"));
    PolledSource source = source();
    round(source);

    nanos.addAndGet(EVERY.toNanos() - 7);
    IngestProcess.Sent early = source.send(log);
    assertThat(early.restNanos()).isEqualTo(7);
    assertThat(api.queries()).hasSize(2);

    nanos.addAndGet(7);
    until(source, () -> api.queries().size() == 4);
  }

  @Test
  void endsOnARejectedKeyAndDoesNotShowIt() throws Exception {
    api.at(
        PARIS,
        text(
            401,
            "{\"cod\":401, \"message\": \"Invalid API key " + KEY + ". Please see the FAQ\"}"));
    PolledSource source = source();

    round(source);

    assertThat(source.isRight()).isFalse();
    assertThat(source.send(log).isLast()).isTrue();
    assertThat(remarks)
        .singleElement()
        .asString()
        .contains("rejected the API key", "status 401, Invalid API key (key). Please see the FAQ")
        .contains("ANABRANCH_WEATHER_API_KEY", "weather.api-key-file")
        .doesNotContain(KEY);
    assertThat(api.queries(BREST)).isZero();
  }

  @Test
  void waitsAtLeastForRetryAfter() throws Exception {
    api.at(
            PARIS,
            tooMany("120"),
            tooMany("Mon, 01 Apr 2024 00:06:30 GMT"),
            weather(SECOND, "1", "1"))
        .at(BREST, weather(SECOND, "2", "2"));

    round(source());

    assertThat(values()).hasSize(2);
    List<Duration> delays =
        waits.stream().filter(wait -> wait.compareTo(Duration.ofSeconds(5)) > 0).toList();
    assertThat(delays).hasSize(2);
    assertThat(delays.get(0)).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(3));
    assertThat(delays.get(1)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(450));
    assertThat(remarks)
        .hasSize(2)
        .allMatch(description -> description.contains("limits the request rate"));
    // No other city was requested meanwhile.
    assertThat(api.queries().subList(0, 3)).allMatch(query -> query.startsWith("lat=" + PARIS));
  }

  @Test
  void backsOffExponentiallyWithoutRetryAfter() throws Exception {
    api.at(PARIS, tooMany(""), tooMany("soon"), tooMany(""), weather(SECOND, "1", "1"))
        .at(BREST, weather(SECOND, "2", "2"));

    round(source());

    assertThat(values()).hasSize(2);
    List<Duration> delays =
        waits.stream().filter(wait -> wait.compareTo(Duration.ofSeconds(5)) > 0).toList();
    assertThat(delays).hasSize(3);
    assertThat(delays.get(0)).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
    assertThat(delays.get(2)).isBetween(Duration.ofSeconds(192), Duration.ofSeconds(288));
  }

  @Test
  void retriesAfterServerErrors() throws Exception {
    api.at(PARIS, text(500, "<html>"), text(502, ""), weather(SECOND, "1", "1"))
        .at(BREST, weather(SECOND, "2", "2"));

    round(source());

    assertThat(values()).hasSize(2);
    assertThat(remarks).isEmpty();
    List<Duration> delays =
        waits.stream().filter(wait -> wait.compareTo(Duration.ofMillis(500)) > 0).toList();
    assertThat(delays).hasSize(2);
    assertThat(delays.get(0)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
    assertThat(delays.get(1)).isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_400));
  }

  @Test
  void continuesWithOtherCitiesAfterRepeatedServerErrors() throws Exception {
    FakeWeatherApi.Reply down = text(503, "{\"message\":\"down for " + KEY + "\"}");
    api.at(PARIS, down, down, down, down, weather(SECOND, "1", "1"))
        .at(BREST, weather(SECOND, "2", "2"));
    PolledSource source = source();

    round(source);

    assertThat(values()).singleElement().asString().contains("Brest");
    assertThat(remarks)
        .containsExactly("Paris: status 503, down for (key); retried in the next round");
    assertThat(source.describe()).endsWith("1 requests failed");
    assertThat(api.queries(PARIS)).isEqualTo(4);

    round(source);

    assertThat(values()).hasSize(2);
    assertThat(source.isRight()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "garbage | not a JSON object",
        "`` | not a JSON object",
        "[1] | not a JSON object",
        "{} {} | not a JSON object",
        "{\"dt\": | not a JSON object",
        "{\"dt\":1,\"main\":{\"feels_like\":1}} | has no main.temp",
        "{\"dt\":1,\"main\":{\"temp\":1}} | has no main.feels_like",
        "{\"dt\":1,\"temp\":1,\"feels_like\":1} | has no main.temp",
        "{\"main\":{\"temp\":1,\"feels_like\":1}} | has no dt",
        "{\"dt\":1,\"main\":{\"temp\":\"1\",\"feels_like\":1}} | main.temp in the reply is not a finite number",
        "{\"dt\":1,\"main\":{\"temp\":null,\"feels_like\":1}} | main.temp in the reply is not a finite number",
        "{\"dt\":1,\"main\":{\"temp\":1e999,\"feels_like\":1}} | main.temp in the reply is not a finite number",
        "{\"dt\":1,\"main\":{\"temp\":NaN,\"feels_like\":1}} | not a JSON object",
        "{\"dt\":1.5,\"main\":{\"temp\":1,\"feels_like\":1}} | dt in the reply is not a time",
        "{\"dt\":-1,\"main\":{\"temp\":1,\"feels_like\":1}} | dt in the reply is not a time",
        "{\"dt\":9214646400,\"main\":{\"temp\":1,\"feels_like\":1}} | dt in the reply is not a time",
      })
  void reportsInvalidRepliesAndContinues(String body, String why) throws Exception {
    api.at(PARIS, text(200, body)).at(BREST, weather(SECOND, "2", "2"));
    PolledSource source = source();

    round(source);

    assertThat(values()).singleElement().asString().contains("Brest");
    assertThat(remarks).singleElement().asString().startsWith("Paris: ").contains(why);
    assertThat(source.describe()).contains("1 replies invalid");
    assertThat(api.queries(PARIS)).isEqualTo(1);
  }

  @Test
  void reportsUnexpectedStatusCodes() throws Exception {
    api.at(PARIS, text(400, "{\"cod\":\"400\",\"message\":\"wrong\\nlatitude\"}"))
        .at(
            BREST,
            exchange -> {
              exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/" + KEY);
              text(302, "moved").give(exchange);
            });

    round(source());

    assertThat(remarks)
        .containsExactly(
            "Paris: status 400, wrong latitude; retried in the next round",
            "Brest: status 302; retried in the next round");
  }

  @Test
  void limitsTheLengthOfReplies() throws Exception {
    api.at(PARIS, text(200, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"))
        .at(BREST, weather(SECOND, "2", "2"));

    round(source());

    assertThat(values()).hasSize(1);
    assertThat(remarks)
        .containsExactly("Paris: the reply is longer than 65536 bytes; retried in the next round");
  }

  @Test
  void timesOutWithoutAReply() throws Exception {
    api.at(PARIS, api.never(), weather(SECOND, "1", "1"))
        .at(BREST, api.halfReply(), api.halfReply(), api.halfReply(), api.halfReply());

    round(source(withTimeout(Duration.ofMillis(300))));

    assertThat(values()).singleElement().asString().contains("Paris");
    assertThat(remarks).containsExactly("Brest: no reply within 300 ms; retried in the next round");
  }

  @Test
  void namesTheUnreachableServer() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }

    round(source(withUrl(URI.create("http://127.0.0.1:" + port))));

    assertThat(remarks)
        .hasSize(2)
        .contains("Paris: 127.0.0.1:" + port + " cannot be reached; retried in the next round");
  }

  @Test
  void spreadsCallsOverTheMinute() throws Exception {
    api.at(PARIS, weather(SECOND, "1", "1")).at(BREST, weather(SECOND, "2", "2"));

    round(source(withCallsPerMinute(1)));

    assertThat(waits)
        .singleElement()
        .satisfies(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(60)));
  }

  /** Shutdown waits for a running step, so steps must be short. */
  @Test
  void doesNotWaitForAReply() throws Exception {
    api.at(PARIS, api.never());
    PolledSource source = source(withTimeout(Duration.ofHours(1)));

    until(source, () -> !api.queries().isEmpty());

    assertThat(source.send(log)).isEqualTo(new IngestProcess.Sent(0, 50_000_000, false));
  }

  @Test
  void retriesRecordsThatTheLogDidNotAcknowledge() throws Exception {
    api.at(PARIS, weather(SECOND, "1", "1")).at(BREST, weather(SECOND, "2", "2"));
    PolledSource source = source();
    failing.set(1);

    assertThatThrownBy(() -> until(source, () -> false))
        .isInstanceOf(StoreFailure.Unavailable.class);
    until(source, () -> values().size() == 2);

    assertThat(values()).hasSize(2);
  }
}
