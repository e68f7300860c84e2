package io.anabranch.apps.cli;

import io.anabranch.apps.simulation.Mechanism;
import io.anabranch.apps.simulation.Simulation;
import io.anabranch.apps.simulation.SimulationListener;
import io.anabranch.apps.simulation.SimulationReport;
import io.anabranch.apps.simulation.WorkloadSimulation;
import io.anabranch.domain.definition.WorkloadFactory;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code simulate}: all layers under seeded schedules of faults. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    header = "Run all layers under seeded schedules of faults, and check every answer.",
    sortOptions = false,
    description = {
      "",
      "  anabranch simulate vending --schedules 10000 --seed 1",
      "  anabranch simulate metrics --without row-versions",
      "  anabranch simulate social --schedules 1 --seed 42 --trace",
      "",
      "Producers, owners, archivers, publishers, cleaners, readers and an operator run",
      "interleaved over ports in memory: any of them may run between two calls of another;",
      "calls fail, are delayed or duplicated, and actors crash. Every answer is compared with",
      "a plain recount of the log. The seed alone determines the schedule.",
      "Exit status: 0 if nothing is found; 1 if something is, with the shortest schedule.",
      ""
    })
final class SimulateCommand implements Callable<Integer> {

  private static final long SECONDS_FOR_THE_SUMMARY = 20;
  private static final long NANOS_BETWEEN_WORDS = 200_000_000L;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String workloadName = "";

  @picocli.CommandLine.Option(
      names = "--schedules",
      defaultValue = "1000",
      paramLabel = "N",
      description = "How many schedules to run (default: ${DEFAULT-VALUE}).")
  private long schedules;

  @picocli.CommandLine.Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description =
          "The seed of the first schedule; each further one adds 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @picocli.CommandLine.Option(
      names = "--without",
      paramLabel = "MECHANISM",
      description = {
        "Disable one protection; the simulation must then find a wrong answer:",
        "row-versions, settled-read, floor-check, epoch-cas,",
        "manifest-chain, delete-scope, duplicate-lookback,",
        "archive-fallback, definition-number, progress-after-rows,",
        "unknown-outcome, whole-slices, readable-cut,",
        "publication-guard, origin, frozen-definition."
      })
  private @Nullable String without;

  @picocli.CommandLine.Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many schedules run in parallel (default: one per processor).")
  private @Nullable Integer threads;

  @picocli.CommandLine.Option(
      names = "--trace",
      description = "Print every step of the first schedule.")
  private boolean isTraced;

  SimulateCommand(Workloads workloads) {
    this.workloads = workloads;
  }

  @Override
  public Integer call() {
    Simulation simulation = simulation();
    PrintWriter out = spec.commandLine().getOut();
    AtomicBoolean isStopped = new AtomicBoolean();
    CountDownLatch isReported = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> stop(isStopped, isReported), "stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      if (isTraced) {
        simulation.trace().forEach(out::println);
        out.flush();
      }
      Progress progress = new Progress(spec.commandLine().getErr(), isStopped);
      SimulationReport report = simulation.run(progress);
      progress.wipe();
      print(report, out);
      out.flush();
      return report.counterexample().isDefined()
          ? ExitCode.FAILED
          : report.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.OK;
    } finally {
      isReported.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(onInterrupt);
      } catch (IllegalStateException isEnding) {
        // Interrupted: the hook has run, and the process ends with 130 by itself.
      }
    }
  }

  private Simulation simulation() {
    WorkloadFactory factory = workloads.demand(workloadName);
    if (schedules < 1) {
      throw new UsageException("--schedules takes 1 or more, not " + schedules);
    }
    Simulation simulation =
        WorkloadSimulation.find(factory)
            .getOrElseThrow(
                () ->
                    new UsageException(
                        workloadName
                            + " cannot be simulated: its plugin has no META-INF/services file of a"
                            + " WorkloadSimulation; add one that makes its records"))
            .schedules(schedules)
            .seed(seed);
    if (threads != null) {
      if (threads < 1) {
        throw new UsageException("--threads takes 1 or more, not " + threads);
      }
      simulation = simulation.threads(threads);
    }
    for (Mechanism mechanism : mechanism()) {
      if (!simulation.uses(mechanism)) {
        throw new UsageException(
            workloadName
                + " names no event id, so it does not use "
                + mechanism
                + ": there is nothing to take out");
      }
      simulation = simulation.without(mechanism);
    }
    return simulation;
  }

  private Option<Mechanism> mechanism() {
    if (without == null) {
      return Option.none();
    }
    String name = without;
    return Option.some(
        Stream.of(Mechanism.values())
            .filter(mechanism -> mechanism.toString().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no mechanism '"
                            + name
                            + "'; there are "
                            + Stream.of(Mechanism.values())
                                .map(Mechanism::toString)
                                .collect(Collectors.joining(", ")))));
  }

  private static void stop(AtomicBoolean isStopped, CountDownLatch isReported) {
    isStopped.set(true);
    try {
      if (!isReported.await(SECONDS_FOR_THE_SUMMARY, TimeUnit.SECONDS)) {
        return; // It ends without.
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(SimulationReport report, PrintWriter out) {
    report
        .counterexample()
        .forEach(
            found -> {
              found
                  .without()
                  .forEach(
                      mechanism ->
                          out.println("Without " + mechanism + ", " + mechanism.without() + "."));
              out.println("The shortest schedule found, by time, actor and call:");
              out.println();
              out.print(found.describe());
              out.println(
                  "again with: ./anabranch simulate "
                      + workloadName
                      + " --schedules 1 --seed "
                      + found.seed()
                      + found.without().map(mechanism -> " --without " + mechanism).getOrElse(""));
              out.println();
            });
    String found =
        report.counterexample().isDefined()
            ? "found something"
            : report.isInterrupted() ? "interrupted, found nothing so far" : "found nothing";
    out.printf(
        Locale.ROOT,
        "%s: %s in %,d %s from seed %d; %,d answers checked amid %,d publications, %,d crashes and"
            + " %,d failed calls; %.1f CPU s%n",
        workloadName,
        found,
        report.schedules(),
        report.schedules() == 1 ? "schedule" : "schedules",
        seed,
        report.answers(),
        report.publications(),
        report.crashes(),
        report.failures(),
        report.cpu().toMillis() / 1_000.0);
  }

  /** A progress line that is overwritten, on a terminal only. */
  private static final class Progress implements SimulationListener {
    private final PrintWriter err;
    private final AtomicBoolean isStopped;
    private final boolean isShown = Boolean.getBoolean("anabranch.screen");
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Progress(PrintWriter err, AtomicBoolean isStopped) {
      this.err = err;
      this.isStopped = isStopped;
    }

    @Override
    public boolean shouldContinue(long done, long total, long answers) {
      if (isShown) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + NANOS_BETWEEN_WORDS)) {
          err.printf(
              Locale.ROOT, "\r%,d of %,d schedules, %,d answers checked ", done, total, answers);
          err.flush();
        }
      }
      return !isStopped.get();
    }

    void wipe() {
      if (isShown) {
        err.print("\r" + " ".repeat(70) + "\r");
        err.flush();
      }
    }
  }
}
