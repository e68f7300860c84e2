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
 * Simulates all layers of a workload under seeded schedules: producers, owners, archivers,
 * publishers, cleaners, readers and an operator run interleaved between any two calls of ports;
 * calls fail, come late or twice, and actors die. Every answer on the way is held to a plain
 * recount of the log up to the V that it names.
 *
 * <pre>{@code
 * SimulationReport report = Simulation.of(new TaxiRides(), TaxiRides::someRide).schedules(500).run();
 * }</pre>
 *
 * <p>Immutable. A schedule is a pure function of the workload and its seed.
 */
public final class Simulation {

  private static final int DEFAULT_SCHEDULES = 1_000;

  private final WorkloadUnderTest subject;
  private final Option<Mechanism> without;
  private final long schedules;
  private final long seed;
  private final int threads;

  private Simulation(
      WorkloadUnderTest subject,
      Option<Mechanism> without,
      long schedules,
      long seed,
      int threads) {
    this.subject = subject;
    this.without = without;
    this.schedules = schedules;
    this.seed = seed;
    this.threads = threads;
  }

  /** A simulation of a workload over records that a generator makes. */
  public static Simulation of(WorkloadFactory workloads, RecordGenerator records) {
    return new Simulation(
        new WorkloadUnderTest(
            workloads, records, Option.none(), Vector.of(new TreeMap<>()), LabelHistory.NONE),
        Option.none(),
        DEFAULT_SCHEDULES,
        1,
        Runtime.getRuntime().availableProcessors());
  }

  /** Definitions may look for repeats by a field of the event. */
  public Simulation withEventId(String field) {
    return with(
        new WorkloadUnderTest(
            subject.workloads(),
            subject.records(),
            Option.some(field),
            subject.parameters(),
            subject.labels()));
  }

  /** Definitions may have these parameters, or those given before, or none. */
  public Simulation withParameters(Map<String, String> parameters) {
    SortedMap<String, String> more = new TreeMap<>(parameters);
    return with(
        new WorkloadUnderTest(
            subject.workloads(),
            subject.records(),
            subject.eventId(),
            subject.parameters().append(more),
            subject.labels()));
  }

  /** Labels come from a reference log that grows. */
  public Simulation withLabels(LabelHistory labels) {
    return with(
        new WorkloadUnderTest(
            subject.workloads(),
            subject.records(),
            subject.eventId(),
            subject.parameters(),
            labels));
  }

  private Simulation with(WorkloadUnderTest other) {
    return new Simulation(other, without, schedules, seed, threads);
  }

  /**
   * Takes a mechanism out, without which something must go wrong.
   *
   * @throws IllegalArgumentException if the workload does not use it: see {@link #uses}
   */
  public Simulation without(Mechanism mechanism) {
    if (!uses(mechanism)) {
      throw new IllegalArgumentException(
          subject.workloads().workload()
              + " names no event id, so nothing looks for repeats: "
              + mechanism
              + " does not apply");
    }
    return new Simulation(subject, Option.some(mechanism), schedules, seed, threads);
  }

  /** Whether the workload, as it is simulated, has a use for a mechanism. */
  public boolean uses(Mechanism mechanism) {
    return switch (mechanism) {
      case DUPLICATE_LOOKBACK, ORIGIN -> subject.eventId().isDefined();
      default -> true;
    };
  }

  /** So many, unless something is found before. */
  public Simulation schedules(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one schedule, not " + count);
    }
    return new Simulation(subject, without, count, seed, threads);
  }

  /** The seed of the first schedule; that of each other is one more than that of the one before. */
  public Simulation seed(long first) {
    return new Simulation(subject, without, schedules, first, threads);
  }

  /** How many schedules run at a time; as many as there are processors unless told. */
  public Simulation threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one thread, not " + count);
    }
    return new Simulation(subject, without, schedules, seed, count);
  }

  /** All that happens in the first schedule, line by line. */
  public Vector<String> trace() {
    try (VirtualTimeScheduler scheduler = new VirtualTimeScheduler("simulate")) {
      return ScheduleRun.run(scheduler, subject, Schedule.of(seed), without, Trace.kept()).trace();
    }
  }

  /** Runs all schedules, or those up to the first in which something is wrong. */
  public SimulationReport run() {
    return run(SimulationListener.SILENT);
  }

  /** Runs all schedules, telling how it gets on. */
  public SimulationReport run(SimulationListener listener) {
    return new Running(listener).run();
  }

  /** The schedules on their threads. */
  private final class Running {
    private final SimulationListener listener;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
    private final ConcurrentSkipListMap<Long, Violation> found = new ConcurrentSkipListMap<>();
    private Statistics statistics = Statistics.NONE;
    private Option<Throwable> fault = Option.none();
    private volatile boolean isStopped;

    Running(SimulationListener listener) {
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
      for (Throwable thrown : whatFailed()) {
        throw new IllegalStateException("the simulation itself fails", thrown);
      }
      Option<Counterexample> counterexample = Option.none();
      if (!found.isEmpty()) {
        long index = found.firstKey();
        counterexample = Option.some(shorten(seed + index, found.firstEntry().getValue()));
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
              ScheduleRun.run(scheduler, subject, Schedule.of(seed + index), without, Trace.NONE);
          count(outcome.statistics());
          answers.addAndGet(outcome.statistics().answers());
          for (Violation problem : outcome.problem()) {
            found.put(index, problem);
            first.accumulateAndGet(index, Math::min);
          }
          if (!listener.isToGoOn(done.incrementAndGet(), schedules, answers.get())) {
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

    private synchronized Option<Throwable> whatFailed() {
      return fault;
    }

    private Counterexample shorten(long scheduleSeed, Violation problem) {
      try (VirtualTimeScheduler scheduler = new VirtualTimeScheduler("simulate")) {
        Schedule whole = Schedule.of(scheduleSeed);
        Schedule shortest =
            new Shrinking(
                    scheduler,
                    subject,
                    without,
                    whole,
                    problem,
                    () -> !listener.isToGoOn(done.get(), schedules, answers.get()))
                .shortest();
        ScheduleRun.Outcome outcome =
            ScheduleRun.run(scheduler, subject, shortest, without, Trace.kept());
        Violation last = outcome.problem().getOrElse(problem);
        return new Counterexample(
            scheduleSeed,
            without,
            last.kind() + ": " + last.description(),
            last.details(),
            whole.acts().size(),
            shortest.acts().size(),
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
