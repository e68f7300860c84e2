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
 * Measures events per second of processor time of the whole process, including garbage collection
 * and compilation. Other processes on the machine affect it far less than wall-clock time.
 */
public final class CpuTime implements InternalProfiler {

  /** The name of the secondary result. */
  public static final String EVENTS = "cpu.events";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private long start;

  /** Called by JMH, once per fork. */
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
