package io.anabranch.apps.standalone.bench;

import io.anabranch.apps.http.status.Latency;
import java.time.Duration;
import java.util.SortedMap;

/**
 * What a load at one rate came to.
 *
 * @param rate records a second that were due
 * @param took how long records were sent, without the warm-up
 * @param acknowledged from when a record was due until the log had it
 * @param visible from when a record was due until a reader could have it
 * @param overdue records that were due at the end and not sent
 * @param unread records that the log had at the end and no reader could have yet
 * @param cpu processor time of each process, warm-up excluded
 */
public record BenchResult(
    double rate,
    Duration took,
    Latency acknowledged,
    Latency visible,
    long overdue,
    long unread,
    SortedMap<String, Duration> cpu) {

  /** Whether nothing that waits longer at the end than it may on the way. */
  public boolean holds(Duration p99) {
    double most = rate * p99.toNanos() / 1e9;
    return visible.p99().compareTo(p99) <= 0 && overdue + unread <= most;
  }
}
