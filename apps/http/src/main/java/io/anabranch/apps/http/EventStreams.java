package io.anabranch.apps.http;

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
 * Server-sent events. Each feed is asked once for all its subscribers, by one thread at a time, and
 * what is new is handed to those who have read what they got before. A feed that takes long holds
 * up its own subscribers alone: feeds take turns on a few threads. Nobody waits for a slow
 * subscriber, and nothing is queued for one: it misses events, and is dropped if one takes it too
 * long.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class EventStreams {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  private static final int FEEDS_AT_ONCE = 8;
  private static final byte[] OPENING = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final HttpSettings settings;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(EventStreams::thread);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(FEEDS_AT_ONCE, EventStreams::thread);

  /** The keys of feeds that wait for a thread or are being asked. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

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

  /** Ends all streams; browsers come back by themselves. */
  void stop() {
    ticking.forEach(task -> task.cancel(false));
    clock.shutdown();
    threads.shutdown();
    subscribers.forEach(Subscriber::end);
  }

  /** How many streams are open. */
  int size() {
    return places.get();
  }

  /** Takes a place for a subscriber, if there is one. */
  void reserve() throws ProblemException {
    if (places.incrementAndGet() > settings.mostSubscribers()) {
      places.decrementAndGet();
      throw new Problem(
              Problem.Kind.TOO_MANY_SUBSCRIBERS,
              "all " + settings.mostSubscribers() + " event streams are taken",
              "close a page that is open elsewhere, or read the resource without a stream")
          .refusal();
    }
  }

  /** Begins to tell; the place was reserved before. */
  void open(EventSource feed, Response response, Callback callback) {
    Subscriber subscriber = new Subscriber(feed, response, callback);
    subscribers.add(subscriber);
    subscriber.write(OPENING);
    ask(feed);
  }

  private void tick() {
    for (Subscriber subscriber : subscribers) {
      subscriber.age();
    }
    for (Subscriber subscriber : subscribers) {
      if (subscriber.isReady()) {
        ask(subscriber.feed);
      }
    }
  }

  /** Has a feed asked, unless it is or waits to be. */
  private void ask(EventSource feed) {
    if (asked.add(feed.key())) {
      try {
        threads.execute(() -> tell(feed));
      } catch (RejectedExecutionException ending) {
        asked.remove(feed.key()); // Its subscribers are ended.
      }
    }
  }

  /** What one feed meets must not end the telling. */
  private void tell(EventSource feed) {
    try {
      EventSource.Event event = feed.current().get();
      for (Subscriber subscriber : subscribers) {
        if (subscriber.feed.key().equals(feed.key()) && subscriber.isReady()) {
          subscriber.tell(event);
        }
      }
    } catch (RuntimeException fault) {
      LOG.error("an event stream could not be told what is new", fault);
    } finally {
      asked.remove(feed.key());
    }
  }

  /** One open stream. Its callbacks come on threads of the server's. */
  private final class Subscriber {
    private final EventSource feed;
    private final Response response;
    private final Callback callback;
    private boolean isWriting = true; // its opening, before anything is told
    private boolean isEnding;
    private boolean isOver;
    private String lastTag = "";
    private long silentTicks;

    private Subscriber(EventSource feed, Response response, Callback callback) {
      this.feed = feed;
      this.response = response;
      this.callback = callback;
    }

    private synchronized boolean isReady() {
      return !isWriting && !isEnding;
    }

    private void tell(EventSource.Event event) {
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
        over(Option.some(new TimeoutException("the subscriber does not read")));
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
        over(Option.none());
      }
    }

    private void failed(Throwable failure) {
      over(Option.some(failure));
    }

    /** Ends the stream once what is being written is. */
    private void end() {
      boolean isNow;
      synchronized (this) {
        isEnding = true;
        isNow = !isWriting;
      }
      if (isNow) {
        over(Option.none());
      }
    }

    private void over(Option<Throwable> failure) {
      synchronized (this) {
        if (isOver) {
          return;
        }
        isOver = true;
        isEnding = true;
      }
      subscribers.remove(this);
      places.decrementAndGet();
      if (failure.isDefined()) {
        callback.failed(failure.get());
      } else {
        Content.Sink.write(response, true, "", callback);
      }
    }
  }
}
