package io.anabranch.apps.local;

import java.time.Duration;

/**
 * The intervals and limits of a supervisor.
 *
 * @param poll the interval at which it checks its server
 * @param start the time a server has to become ready
 * @param stop the time a server has to stop before it is killed
 * @param backoff the delay before the second restart; the first is immediate, each later one waits
 *     twice as long as the one before
 * @param restarts the number of restarts allowed within {@code window}
 */
record SupervisorTimeouts(
    Duration poll, Duration start, Duration stop, Duration backoff, int restarts, Duration window) {

  static final SupervisorTimeouts DEFAULT =
      new SupervisorTimeouts(
          Duration.ofMillis(100),
          Duration.ofMinutes(4),
          Duration.ofSeconds(25),
          Duration.ofSeconds(1),
          5,
          Duration.ofMinutes(10));
}
