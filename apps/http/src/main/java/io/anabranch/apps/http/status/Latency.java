package io.anabranch.apps.http.status;

import java.time.Duration;

/**
 * How long something took, over all samples.
 *
 * @param samples how many there are; with none, the rest is zero
 */
public record Latency(long samples, Duration median, Duration p99, Duration longest) {

  /** Of nothing. */
  public static final Latency NONE = new Latency(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
