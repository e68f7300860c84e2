package io.anabranch.apps.http.status;

import java.time.Duration;

/**
 * The distribution of a duration over all samples.
 *
 * @param samples the number of samples; without any, the rest is zero
 */
public record Latency(long samples, Duration median, Duration p99, Duration longest) {

  /** Without samples. */
  public static final Latency NONE = new Latency(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
