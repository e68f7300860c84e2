package io.anabranch.apps.standalone.latency;

import io.anabranch.apps.http.status.Latency;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long things took, to three digits, in memory that does not grow. For all threads. */
public final class Latencies {

  /** What takes longer counts as this long. */
  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

  private static final int DIGITS = 3;

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);

  public void record(long nanos) {
    long took = TimeUnit.NANOSECONDS.toMicros(nanos);
    micros.recordValue(Math.max(0, Math.min(took, LONGEST_MICROS)));
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

  /** Those of several together. */
  public static Latency together(Iterable<Latencies> several) {
    Latencies sum = new Latencies();
    several.forEach(one -> sum.micros.add(one.micros.copy()));
    return sum.summary();
  }
}
