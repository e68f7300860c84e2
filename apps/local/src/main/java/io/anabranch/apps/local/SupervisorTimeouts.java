package io.anabranch.apps.local;

import java.time.Duration;

/**
 * How patient a supervisor is.
 *
 * @param look how often it looks after its servers
 * @param start how long a server may take until it serves a client
 * @param stop how long it may take to end in order
 * @param backoff before a server is started again for the second time, then twice that, and so on;
 *     the first time follows at once
 * @param restarts how often within {@code window} a server is started again
 */
record SupervisorTimeouts(
    Duration look, Duration start, Duration stop, Duration backoff, int restarts, Duration window) {

  static final SupervisorTimeouts USUAL =
      new SupervisorTimeouts(
          Duration.ofMillis(100),
          Duration.ofMinutes(4),
          Duration.ofSeconds(25),
          Duration.ofSeconds(1),
          5,
          Duration.ofMinutes(10));
}
