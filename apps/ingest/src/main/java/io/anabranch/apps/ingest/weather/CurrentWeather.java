package io.anabranch.apps.ingest.weather;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import dev.failsafe.spi.Scheduler;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * OpenWeatherMap's current-weather API. Calls are spread evenly over the minute; what fails for now
 * is asked again a few times, and while the API takes no more calls nothing is asked.
 *
 * @see <a href="https://openweathermap.org/current">Current weather data</a>
 */
final class CurrentWeather {

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Calls are counted by the minute; who is blocked for longer may be so for days. */
  private static final Duration FIRST_REST = Duration.ofMinutes(1);

  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final Duration LONGEST_TURN = Duration.ofDays(1);
  private static final double JITTER = 0.2;
  private static final Duration AS_PLANNED = Duration.ofNanos(-1);
  private static final int LONGEST_REPLY = 1 << 16;

  private final WeatherSettings settings;
  private final Clock clock;
  private final HttpClient client;
  private final FailsafeExecutor<HttpResponse<byte[]>> calls;

  /**
   * The API.
   *
   * @param scheduler waits for what is not due
   * @param told is told of pauses that people would wonder about
   */
  CurrentWeather(
      WeatherSettings settings, Clock clock, Scheduler scheduler, Consumer<String> told) {
    this.settings = settings;
    this.clock = clock;
    this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    // The first is the outermost: each attempt takes its turn, and is timed by itself.
    this.calls =
        Failsafe.with(rest(told), pause(), run(), Timeout.of(settings.timeout())).with(scheduler);
  }

  private RetryPolicy<HttpResponse<byte[]>> rest(Consumer<String> told) {
    return RetryPolicy.<HttpResponse<byte[]>>builder()
        // Of results alone: a policy that is told of results only takes every exception as well.
        .handleIf((reply, failure) -> reply != null && reply.statusCode() == TOO_MANY_REQUESTS)
        .withMaxRetries(-1)
        .withBackoff(FIRST_REST, LONGEST_REST)
        .withJitter(JITTER)
        .withDelayFn(this::demanded)
        .onRetryScheduled(
            retry ->
                told.accept(
                    "OpenWeatherMap takes no more calls for now (429); the next one is in "
                        + retry.getDelay().toSeconds()
                        + " s"))
        .build();
  }

  /** Jitter takes from a delay too, and this one is the shortest that will do. */
  private Duration demanded(ExecutionContext<HttpResponse<byte[]>> call) {
    return Option.of(call.getLastResult())
        .flatMap(reply -> Option.ofOptional(reply.headers().firstValue("Retry-After")))
        .flatMap(header -> RetryAfter.of(header, clock.instant()))
        .map(wait -> Duration.ofMillis((long) Math.ceil(wait.toMillis() / (1 - JITTER))))
        .getOrElse(AS_PLANNED);
  }

  private static RetryPolicy<HttpResponse<byte[]>> pause() {
    return RetryPolicy.<HttpResponse<byte[]>>builder()
        .handle(IOException.class, TimeoutExceededException.class)
        .handleResultIf(reply -> reply.statusCode() >= SERVER_ERRORS)
        .withMaxAttempts(ATTEMPTS)
        .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
        .withJitter(JITTER)
        .build();
  }

  private RateLimiter<HttpResponse<byte[]>> run() {
    return RateLimiter.<HttpResponse<byte[]>>smoothBuilder(
            settings.callsPerMinute(), Duration.ofMinutes(1))
        .withMaxWaitTime(LONGEST_TURN)
        .build();
  }

  /** Begins to ask for the weather of a city. */
  Call of(City place) {
    HttpRequest request = HttpRequest.newBuilder(address(place)).GET().build();
    return new Call(
        calls.getStageAsync(() -> client.sendAsync(request, AtMost.bytes(LONGEST_REPLY))));
  }

  /** A question under way. */
  final class Call {

    private final CompletableFuture<HttpResponse<byte[]>> reply;

    private Call(CompletableFuture<HttpResponse<byte[]>> reply) {
      this.reply = reply;
    }

    boolean isDone() {
      return reply.isDone();
    }

    /** What came of it, once it is done. */
    Weather weather() {
      try {
        return CurrentWeather.this.weather(reply.join());
      } catch (CompletionException failure) {
        return unanswered(failure);
      }
    }

    void cancel() {
      reply.cancel(true);
    }
  }

  private URI address(City place) {
    return URI.create(
        settings.url().toString().replaceAll("/+$", "")
            + "/data/2.5/weather?lat="
            + place.latitude()
            + "&lon="
            + place.longitude()
            + "&units=metric&appid="
            + settings.key().encoded());
  }

  private Weather weather(HttpResponse<byte[]> reply) {
    int status = reply.statusCode();
    if (status == OK) {
      return WeatherReply.read(reply.body());
    }
    String why =
        "status "
            + status
            + WeatherReply.message(reply.body())
                .map(description -> ", " + settings.key().scrub(description))
                .getOrElse("");
    if (status == UNAUTHORIZED) {
      return new Weather.KeyRefused(why);
    }
    return status >= SERVER_ERRORS ? new Weather.Unanswered(why) : new Weather.Invalid(why);
  }

  private Weather unanswered(CompletionException failure) {
    Throwable why = failure.getCause();
    if (why instanceof TimeoutExceededException || why instanceof HttpTimeoutException) {
      return new Weather.Unanswered("no reply within " + settings.timeout().toMillis() + " ms");
    }
    if (why instanceof ConnectException) {
      return new Weather.Unanswered(settings.url().getAuthority() + " cannot be reached");
    }
    if (why instanceof IOException) {
      // The client's own words, which might show the address that it was asked for.
      return new Weather.Unanswered(settings.key().scrub(String.valueOf(why.getMessage())));
    }
    throw failure;
  }
}
