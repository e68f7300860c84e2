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
 * Client of the current-weather API of OpenWeatherMap. Requests are spread evenly over the minute.
 * Transient failures are retried a few times; after status 429 no request is sent for a while.
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
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

  /** Rate limits are per minute, but an account may be blocked for days. */
  private static final Duration FIRST_REST = Duration.ofMinutes(1);

  private static final Duration MAX_REST = Duration.ofHours(1);
  private static final Duration MAX_RATE_LIMIT_WAIT = Duration.ofDays(1);
  private static final double JITTER = 0.2;
  private static final Duration DEFAULT_BACKOFF = Duration.ofNanos(-1);
  private static final int MAX_REPLY_BYTES = 1 << 16;

  private final WeatherSettings settings;
  private final Clock clock;
  private final HttpClient client;
  private final FailsafeExecutor<HttpResponse<byte[]>> calls;

  /**
   * A client.
   *
   * @param scheduler of delayed requests
   * @param remarks receives messages about long pauses
   */
  CurrentWeather(
      WeatherSettings settings, Clock clock, Scheduler scheduler, Consumer<String> remarks) {
    this.settings = settings;
    this.clock = clock;
    this.client = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    // The first policy is the outermost: the rate limit and the timeout apply to each attempt.
    this.calls =
        Failsafe.with(rest(remarks), pause(), rateLimit(), Timeout.of(settings.timeout()))
            .with(scheduler);
  }

  private RetryPolicy<HttpResponse<byte[]>> rest(Consumer<String> remarks) {
    return RetryPolicy.<HttpResponse<byte[]>>builder()
        // Not handleResultIf: a policy with result conditions only would handle all exceptions,
        // too.
        .handleIf((reply, failure) -> reply != null && reply.statusCode() == TOO_MANY_REQUESTS)
        .withMaxRetries(-1)
        .withBackoff(FIRST_REST, MAX_REST)
        .withJitter(JITTER)
        .withDelayFn(this::retryAfter)
        .onRetryScheduled(
            retry ->
                remarks.accept(
                    "OpenWeatherMap limits the request rate (429); the next request is in "
                        + retry.getDelay().toSeconds()
                        + " s"))
        .build();
  }

  /** The delay from Retry-After, increased so that jitter never makes it shorter. */
  private Duration retryAfter(ExecutionContext<HttpResponse<byte[]>> call) {
    return Option.of(call.getLastResult())
        .flatMap(reply -> Option.ofOptional(reply.headers().firstValue("Retry-After")))
        .flatMap(header -> RetryAfter.of(header, clock.instant()))
        .map(wait -> Duration.ofMillis((long) Math.ceil(wait.toMillis() / (1 - JITTER))))
        .getOrElse(DEFAULT_BACKOFF);
  }

  private static RetryPolicy<HttpResponse<byte[]>> pause() {
    return RetryPolicy.<HttpResponse<byte[]>>builder()
        .handle(IOException.class, TimeoutExceededException.class)
        .handleResultIf(reply -> reply.statusCode() >= SERVER_ERRORS)
        .withMaxAttempts(ATTEMPTS)
        .withBackoff(FIRST_PAUSE, MAX_PAUSE)
        .withJitter(JITTER)
        .build();
  }

  private RateLimiter<HttpResponse<byte[]>> rateLimit() {
    return RateLimiter.<HttpResponse<byte[]>>smoothBuilder(
            settings.callsPerMinute(), Duration.ofMinutes(1))
        .withMaxWaitTime(MAX_RATE_LIMIT_WAIT)
        .build();
  }

  /** Starts a request for the weather of a city. */
  Call of(City city) {
    HttpRequest request = HttpRequest.newBuilder(address(city)).GET().build();
    return new Call(
        calls.getStageAsync(() -> client.sendAsync(request, LimitedBody.bytes(MAX_REPLY_BYTES))));
  }

  /** A request in flight. */
  final class Call {

    private final CompletableFuture<HttpResponse<byte[]>> reply;

    private Call(CompletableFuture<HttpResponse<byte[]>> reply) {
      this.reply = reply;
    }

    boolean isDone() {
      return reply.isDone();
    }

    /** The result, once it is done. */
    Weather weather() {
      try {
        return CurrentWeather.this.weather(reply.join());
      } catch (CompletionException failure) {
        return failed(failure);
      }
    }

    void cancel() {
      reply.cancel(true);
    }
  }

  private URI address(City city) {
    return URI.create(
        settings.url().toString().replaceAll("/+$", "")
            + "/data/2.5/weather?lat="
            + city.latitude()
            + "&lon="
            + city.longitude()
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
      return new Weather.KeyRejected(why);
    }
    return status >= SERVER_ERRORS ? new Weather.Failed(why) : new Weather.Invalid(why);
  }

  private Weather failed(CompletionException failure) {
    Throwable why = failure.getCause();
    if (why instanceof TimeoutExceededException || why instanceof HttpTimeoutException) {
      return new Weather.Failed("no reply within " + settings.timeout().toMillis() + " ms");
    }
    if (why instanceof ConnectException) {
      return new Weather.Failed(settings.url().getAuthority() + " cannot be reached");
    }
    if (why instanceof IOException) {
      // The message of the client may contain the URL, and with it the key.
      return new Weather.Failed(settings.key().scrub(String.valueOf(why.getMessage())));
    }
    throw failure;
  }
}
