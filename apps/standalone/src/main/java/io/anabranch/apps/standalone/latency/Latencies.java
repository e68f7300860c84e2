package io.anabranch.apps.standalone.latency;

import io.anabranch.apps.http.status.Latency;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** A histogram of durations: three significant digits, constant memory. Thread-safe. */
public final class Latencies {

  /** Longer durations are counted as this one. */
  private static final long MAX_MICROS = TimeUnit.HOURS.toMicros(1);

  private static final int DIGITS = 3;

  private final Histogram micros = new ConcurrentHistogram(MAX_MICROS, DIGITS);

  public void record(long nanos) {
    long took = TimeUnit.NANOSECONDS.toMicros(nanos);
    micros.recordValue(Math.max(0, Math.min(took, MAX_MICROS)));
  }

  public Latency summary() {
    Histogram now = micros.copy();
    return now.getTotalCount() == 0
        ? Latency.NONE
        : new Latency(
            now.getTotalCount(),
            Duration.of(now.getValueAtPercentile(50), ChronoUnit.MICROS),
            Duration.of(now.getValueAtPercentile(99), ChronoUnit.MICROS),
            Duration.of(now.getMaxValue(), ChronoUnit.MICROS));
  }

  /** The summary of several histograms combined. */
  public static Latency combined(Iterable<Latencies> several) {
    Latencies sum = new Latencies();
    several.forEach(one -> sum.micros.add(one.micros.copy()));
    return sum.summary();
  }
}
