package io.anabranch.apps.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events. Each source is polled once for all its subscribers, by one thread at a time,
 * and a new event is sent to the subscribers that have read the one before. A slow source delays
 * only its own subscribers: sources share a few threads. Events are not queued: a slow subscriber
 * misses events, and is dropped if it takes too long to read one.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class EventStreams {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  private static final int SOURCES_AT_ONCE = 8;
  private static final byte[] OPENING = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

  private final HttpSettings settings;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(EventStreams::thread);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(SOURCES_AT_ONCE, EventStreams::thread);

  /** The keys of sources that wait for a thread or are being polled. */
  private final Set<String> polling = ConcurrentHashMap.newKeySet();

  private final long heartbeatTicks;
  private final long patienceTicks;
  private Option<ScheduledFuture<?>> ticking = Option.none();

  EventStreams(HttpSettings settings) {
    this.settings = settings;
    this.heartbeatTicks = ticks(settings.heartbeat().toNanos());
    this.patienceTicks = ticks(settings.patience().toNanos());
  }

  private static Thread thread(Runnable task) {
    Thread made = new Thread(task, "anabranch-events");
    made.setDaemon(true);
    return made;
  }

  private long ticks(long nanos) {
    return Math.max(1, nanos / settings.tick().toNanos());
  }

  void start() {
    long nanos = settings.tick().toNanos();
    ticking =
        Option.some(clock.scheduleWithFixedDelay(this::tick, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  /** Ends all streams; browsers reconnect by themselves. */
  void stop() {
    ticking.forEach(task -> task.cancel(false));
    clock.shutdown();
    threads.shutdown();
    subscribers.forEach(Subscriber::end);
  }

  /** The number of open streams. */
  int size() {
    return open.get();
  }

  /** Reserves a stream for a subscriber. */
  void reserve() throws ProblemException {
    if (open.incrementAndGet() > settings.mostSubscribers()) {
      open.decrementAndGet();
      throw new Problem(
              Problem.Kind.TOO_MANY_SUBSCRIBERS,
              "all " + settings.mostSubscribers() + " event streams are in use",
              "close another page, or read the resource without a stream")
          .asException();
    }
  }

  /** Opens a stream that was reserved before. */
  void open(EventSource source, Response response, Callback callback) {
    Subscriber subscriber = new Subscriber(source, response, callback);
    subscribers.add(subscriber);
    subscriber.write(OPENING);
    poll(source);
  }

  private void tick() {
    for (Subscriber subscriber : subscribers) {
      subscriber.age();
    }
    for (Subscriber subscriber : subscribers) {
      if (subscriber.isReady()) {
        poll(subscriber.source);
      }
    }
  }

  /** Schedules a poll of a source, unless there is one already. */
  private void poll(EventSource source) {
    if (polling.add(source.key())) {
      try {
        threads.execute(() -> send(source));
      } catch (RejectedExecutionException ending) {
        polling.remove(source.key()); // The streams are being ended.
      }
    }
  }

  /** A failure of one source must not end the others. */
  private void send(EventSource source) {
    try {
      EventSource.Event event = source.current().get();
      for (Subscriber subscriber : subscribers) {
        if (subscriber.source.key().equals(source.key()) && subscriber.isReady()) {
          subscriber.send(event);
        }
      }
    } catch (RuntimeException error) {
      LOG.error("internal error while polling event source {}", source.key(), error);
    } finally {
      polling.remove(source.key());
    }
  }

  /** One open stream. Its callbacks run on threads of the HTTP server. */
  private final class Subscriber {
    private final EventSource source;
    private final Response response;
    private final Callback callback;

    /** True at first: the opening is written before any event. */
    @GuardedBy("this")
    private boolean isWriting = true;

    @GuardedBy("this")
    private boolean isEnding;

    @GuardedBy("this")
    private boolean isOver;

    @GuardedBy("this")
    private long silentTicks;

    /** Read and written by the one thread that polls the source. */
    private String lastTag = "";

    private Subscriber(EventSource source, Response response, Callback callback) {
      this.source = source;
      this.response = response;
      this.callback = callback;
    }

    private synchronized boolean isReady() {
      return !isWriting && !isEnding;
    }

    private void send(EventSource.Event event) {
      if (!event.tag().equals(lastTag)) {
        lastTag = event.tag();
        write(event.bytes());
      } else if (isSilentTooLong()) {
        write(HEARTBEAT);
      }
    }

    private synchronized boolean isSilentTooLong() {
      return silentTicks >= heartbeatTicks;
    }

    private void age() {
      boolean isTooSlow;
      synchronized (this) {
        silentTicks++;
        isTooSlow = isWriting && silentTicks > patienceTicks;
      }
      if (isTooSlow) {
        close(Option.some(new TimeoutException("the subscriber does not read its events")));
      }
    }

    private void write(byte[] bytes) {
      synchronized (this) {
        isWriting = true;
        silentTicks = 0;
      }
      response.write(false, ByteBuffer.wrap(bytes), Callback.from(this::written, this::failed));
    }

    private void written() {
      boolean isLast;
      synchronized (this) {
        isWriting = false;
        isLast = isEnding;
      }
      if (isLast) {
        close(Option.none());
      }
    }

    private void failed(Throwable failure) {
      close(Option.some(failure));
    }

    /** Ends the stream, after the write in progress. */
    private void end() {
      boolean isNow;
      synchronized (this) {
        isEnding = true;
        isNow = !isWriting;
      }
      if (isNow) {
        close(Option.none());
      }
    }

    private void close(Option<Throwable> failure) {
      synchronized (this) {
        if (isOver) {
          return;
        }
        isOver = true;
        isEnding = true;
      }
      subscribers.remove(this);
      open.decrementAndGet();
      if (failure.isDefined()) {
        callback.failed(failure.get());
      } else {
        Content.Sink.write(response, true, "", callback);
      }
    }
  }
}
