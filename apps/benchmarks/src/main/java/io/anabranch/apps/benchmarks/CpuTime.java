package io.anabranch.apps.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Events for each second of processor time of the whole process, collector and compiler included.
 * Other processes on the machine disturb it far less than they disturb time on the clock.
 */
public final class CpuTime implements InternalProfiler {

  /** The name under which a benchmark's secondary results tell it. */
  public static final String EVENTS = "cpu.events";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long start;

  /** JMH makes one for each fork. */
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "events per second of processor time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    start = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double seconds = (system.getProcessCpuTime() - start) / 1e9;
    double events = result.getMetadata().getMeasuredOps();
    return List.of(new ScalarResult(EVENTS, events / seconds, "events/s", AggregationPolicy.AVG));
  }
}
