package io.anabranch.apps.http;

import java.time.Duration;

/**
 * Where a server listens and what it bears.
 *
 * @param host the address it binds to; on a loopback address, requests that name another host are
 *     refused, so that no foreign page can reach it by a name of its own
 * @param port 0 for any that is free
 * @param mostConnections open at once
 * @param mostSubscribers event streams open at once
 * @param tick how often event streams look for something new
 * @param heartbeat the longest silence of an event stream
 * @param patience how long a subscriber may take to read one event before it is dropped
 * @param pagesKept how long the rest of an answer is kept for who asked its first page
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

  /** Where a server listens unless told otherwise. */
  public static final int DEFAULT_PORT = 8080;

  private static final int LARGEST_PORT = 65_535;

  public HttpSettings {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a host is an address or a name, not empty");
    }
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("a port is 0 to " + LARGEST_PORT + ", not " + port);
    }
    if (mostConnections < 1 || mostSubscribers < 0 || mostSubscribers >= mostConnections) {
      throw new IllegalArgumentException(
          mostSubscribers + " subscribers leave no connection of " + mostConnections);
    }
    for (Duration duration : new Duration[] {tick, heartbeat, patience, pagesKept}) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("a duration is above zero, not " + duration);
      }
    }
  }

  /** On loopback, port 8080, for some dozens of people. */
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
