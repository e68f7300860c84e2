package io.anabranch.apps.http;

import java.time.Duration;

/**
 * Where a server listens, and its limits.
 *
 * @param host the address to bind to; on a loopback address, requests that name another host are
 *     rejected, as protection against DNS rebinding
 * @param port 0 for any free port
 * @param mostConnections open at once
 * @param mostSubscribers event streams open at once
 * @param tick how often event streams check for changes
 * @param heartbeat the longest silence of an event stream
 * @param patience how long a subscriber may take to read one event before it is dropped
 * @param pagesKept how long the remaining pages of an answer are cached after each request
 */
public record HttpSettings(
    String host,
    int port,
    int mostConnections,
    int mostSubscribers,
    Duration tick,
    Duration heartbeat,
    Duration patience,
    Duration pagesKept) {

  /** The port of the default settings. */
  public static final int DEFAULT_PORT = 8080;

  private static final int LARGEST_PORT = 65_535;

  public HttpSettings {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("host must not be empty");
    }
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "port must be from 0 to " + LARGEST_PORT + ", not " + port);
    }
    if (mostConnections < 1 || mostSubscribers < 0 || mostSubscribers >= mostConnections) {
      throw new IllegalArgumentException(
          "mostConnections must be above mostSubscribers: "
              + mostConnections
              + " and "
              + mostSubscribers);
    }
    for (Duration duration : new Duration[] {tick, heartbeat, patience, pagesKept}) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("durations must be positive, not " + duration);
      }
    }
  }

  /** On loopback, port 8080, for a few dozen users. */
  public static HttpSettings defaults() {
    return new HttpSettings(
        "127.0.0.1",
        DEFAULT_PORT,
        512,
        64,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofMinutes(2));
  }

  public HttpSettings onHost(String address) {
    return new HttpSettings(
        address, port, mostConnections, mostSubscribers, tick, heartbeat, patience, pagesKept);
  }

  public HttpSettings onPort(int number) {
    return new HttpSettings(
        host, number, mostConnections, mostSubscribers, tick, heartbeat, patience, pagesKept);
  }
}
