package io.anabranch.apps.standalone.bench;

import io.anabranch.apps.http.status.Latency;
import java.time.Duration;
import java.util.SortedMap;

/**
 * The result of a load at one rate.
 *
 * @param rate target rate in records per second
 * @param took how long records were sent, warm-up excluded
 * @param acknowledged from when a record was due until the log acknowledged it
 * @param visible from when a record was due until a reader could see it
 * @param overdue records that were due at the end but not sent
 * @param unread records in the log at the end that no reader could see yet
 * @param cpu processor time by process, warm-up excluded
 */
public record BenchResult(
    double rate,
    Duration took,
    Latency acknowledged,
    Latency visible,
    long overdue,
    long unread,
    SortedMap<String, Duration> cpu) {

  /**
   * Whether the load was sustained: the 99th percentile of visibility is within the limit, and the
   * backlog at the end is no larger than the records of that time.
   */
  public boolean holds(Duration p99) {
    double maxBacklog = rate * p99.toNanos() / 1e9;
    return visible.p99().compareTo(p99) <= 0 && overdue + unread <= maxBacklog;
  }
}
