package io.anabranch.apps.simulation;

import io.anabranch.domain.definition.WorkloadFactory;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Simulates all layers of a workload under seeded schedules: producers, owners of partitions,
 * archivers, publishers, cleaners, readers and an operator interleave at every call of a port;
 * calls fail, are delayed or duplicated, and actors crash. Every answer is compared with a recount
 * of the log up to the V of the answer.
 *
 * <pre>{@code
 * SimulationReport report = Simulation.of(new TaxiRides(), TaxiRides::someRide).schedules(500).run();
 * }</pre>
 *
 * <p>Immutable. A schedule is a pure function of the workload and a seed.
 */
public final class Simulation {

  private static final int DEFAULT_SCHEDULES = 1_000;

  private final WorkloadUnderTest underTest;
  private final Option<Mechanism> without;
  private final long schedules;
  private final long seed;
  private final int threads;

  private Simulation(
      WorkloadUnderTest underTest,
      Option<Mechanism> without,
      long schedules,
      long seed,
      int threads) {
    this.underTest = underTest;
    this.without = without;
    this.schedules = schedules;
    this.seed = seed;
    this.threads = threads;
  }

  /** A simulation of a workload over generated records. */
  public static Simulation of(WorkloadFactory workloads, RecordGenerator records) {
    return new Simulation(
        new WorkloadUnderTest(
            workloads, records, Option.none(), Vector.of(new TreeMap<>()), LabelHistory.NONE),
        Option.none(),
        DEFAULT_SCHEDULES,
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /** Definitions may find duplicates by a field of the event. */
  public Simulation withEventId(String field) {
    return with(
        new WorkloadUnderTest(
            underTest.workloads(),
            underTest.records(),
            Option.some(field),
            underTest.parameters(),
            underTest.labels()));
  }

  /** Definitions may have these parameters, others given before, or none. */
  public Simulation withParameters(Map<String, String> parameters) {
    SortedMap<String, String> copy = new TreeMap<>(parameters);
    return with(
        new WorkloadUnderTest(
            underTest.workloads(),
            underTest.records(),
            underTest.eventId(),
            underTest.parameters().append(copy),
            underTest.labels()));
  }

  /** Labels come from a reference log that grows during a schedule. */
  public Simulation withLabels(LabelHistory labels) {
    return with(
        new WorkloadUnderTest(
            underTest.workloads(),
            underTest.records(),
            underTest.eventId(),
            underTest.parameters(),
            labels));
  }

  private Simulation with(WorkloadUnderTest other) {
    return new Simulation(other, without, schedules, seed, threads);
  }

  /**
   * Takes a mechanism out; the simulation must then find a violation.
   *
   * @throws IllegalArgumentException if the workload does not use it: see {@link #uses}
   */
  public Simulation without(Mechanism mechanism) {
    if (!uses(mechanism)) {
      throw new IllegalArgumentException(
          underTest.workloads().workload()
              + " has no event id and so no duplicates: "
              + mechanism
              + " does not apply");
    }
    return new Simulation(underTest, Option.some(mechanism), schedules, seed, threads);
  }

  /** Whether the simulated workload uses a mechanism. */
  public boolean uses(Mechanism mechanism) {
    return switch (mechanism) {
      case DUPLICATE_LOOKBACK, ORIGIN -> underTest.eventId().isDefined();
      default -> true;
    };
  }

  /** The number of schedules to run, unless one violates an invariant before. */
  public Simulation schedules(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one schedule, not " + count);
    }
    return new Simulation(underTest, without, count, seed, threads);
  }

  /** The seed of the first schedule; each further schedule has the next seed. */
  public Simulation seed(long first) {
    return new Simulation(underTest, without, schedules, first, threads);
  }

  /** How many schedules run in parallel (default: the number of processors). */
  public Simulation threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one thread, not " + count);
    }
    return new Simulation(underTest, without, schedules, seed, count);
  }

  /** The trace of the first schedule, line by line. */
  public Vector<String> trace() {
    try (VirtualTimeScheduler scheduler = new VirtualTimeScheduler("simulate")) {
      return ScheduleRun.run(scheduler, underTest, Schedule.of(seed), without, Trace.recording())
          .trace();
    }
  }

  /** Runs all schedules, or those up to the first that violates an invariant. */
  public SimulationReport run() {
    return run(SimulationListener.SILENT);
  }

  /** Runs the schedules and reports progress to a listener. */
  public SimulationReport run(SimulationListener listener) {
    return new ParallelRun(listener).run();
  }

  /** One run of the schedules on their threads. */
  private final class ParallelRun {
    private final SimulationListener listener;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    private final ConcurrentSkipListMap<Long, Violation> found = new ConcurrentSkipListMap<>();
    private Statistics statistics = Statistics.NONE;
    private Option<Throwable> fault = Option.none();
    private volatile boolean isStopped;

    ParallelRun(SimulationListener listener) {
      this.listener = listener;
    }

    SimulationReport run() {
      long cpuBefore = cpuNanos();
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread worker = new Thread(this::work, "simulate-" + i);
        worker.setDaemon(true);
        worker.start();
        workers.add(worker);
      }
      try {
        for (Thread worker : workers) {
          worker.join();
        }
      } catch (InterruptedException interrupted) {
        isStopped = true;
        Thread.currentThread().interrupt();
      }
      for (Throwable thrown : fault()) {
        throw new IllegalStateException("the simulator failed", thrown);
      }
      Option<Counterexample> counterexample = Option.none();
      if (!found.isEmpty()) {
        long index = found.firstKey();
        counterexample = Option.some(shrink(seed + index, found.firstEntry().getValue()));
      }
      Statistics all = count(Statistics.NONE);
      return new SimulationReport(
          done.get(),
          all.answers(),
          all.publications(),
          all.crashes(),
          all.failures(),
          Duration.ofNanos(cpuNanos() - cpuBefore),
          isStopped,
          counterexample);
    }

    private void work() {
      try (VirtualTimeScheduler scheduler =
          new VirtualTimeScheduler(Thread.currentThread().getName())) {
        for (long index = next.getAndIncrement();
            index < schedules && index < first.get() && !isStopped;
            index = next.getAndIncrement()) {
          ScheduleRun.Outcome outcome =
              ScheduleRun.run(scheduler, underTest, Schedule.of(seed + index), without, Trace.NONE);
          count(outcome.statistics());
          answers.addAndGet(outcome.statistics().answers());
          for (Violation violation : outcome.violation()) {
            found.put(index, violation);
            first.accumulateAndGet(index, Math::min);
          }
          if (!listener.shouldContinue(done.incrementAndGet(), schedules, answers.get())) {
            isStopped = true;
          }
        }
      } catch (RuntimeException | Error thrown) {
        fail(thrown);
      }
    }

    private synchronized Statistics count(Statistics more) {
      statistics = statistics.plus(more);
      return statistics;
    }

    private synchronized void fail(Throwable thrown) {
      fault = fault.orElse(Option.some(thrown));
      isStopped = true;
    }

    private synchronized Option<Throwable> fault() {
      return fault;
    }

    private Counterexample shrink(long scheduleSeed, Violation violation) {
      try (VirtualTimeScheduler scheduler = new VirtualTimeScheduler("simulate")) {
        Schedule whole = Schedule.of(scheduleSeed);
        Schedule shrunk =
            new Shrinking(
                    scheduler,
                    underTest,
                    without,
                    whole,
                    violation,
                    () -> !listener.shouldContinue(done.get(), schedules, answers.get()))
                .shrink();
        ScheduleRun.Outcome outcome =
            ScheduleRun.run(scheduler, underTest, shrunk, without, Trace.recording());
        Violation last = outcome.violation().getOrElse(violation);
        return new Counterexample(
            scheduleSeed,
            without,
            last.kind() + ": " + last.description(),
            last.details(),
            whole.steps().size(),
            shrunk.steps().size(),
            outcome.trace());
      }
    }

    private static long cpuNanos() {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getProcessCpuTime()
          : 0;
    }
  }
}
