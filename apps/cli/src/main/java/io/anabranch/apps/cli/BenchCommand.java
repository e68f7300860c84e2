package io.anabranch.apps.cli;

import io.anabranch.apps.http.status.Latency;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.launch.settings.AnabranchSettings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.running.LayerThreads;
import io.anabranch.apps.local.LocalServers;
import io.anabranch.apps.local.ServerKind;
import io.anabranch.apps.standalone.bench.BenchResult;
import io.anabranch.apps.standalone.bench.PathBench;
import io.anabranch.apps.standalone.live.FullRecount;
import io.anabranch.apps.standalone.live.LiveWorkload;
import io.anabranch.ports.StoreFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how long records take to a reader, at given rates. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measure the latency from producer to reader at given rates.",
    sortOptions = false,
    description = {
      "",
      "  anabranch bench vending",
      "  anabranch bench metrics --servers local --rate 5000 --for 60s",
      "  anabranch bench vending --servers local --rate 5000,10000,20000,40000 --for 20s",
      "",
      "Sends generated records at an even rate, folds them in the speed layer, and measures",
      "when a reader can see each. A rate is sustained if the 99th percentile is within --p99",
      "and no record waits at the end. At the end every view is compared with a recount.",
      "Everything but the servers runs in this process. Figures go to standard output.",
      ""
    })
final class BenchCommand implements Callable<Integer> {

  private static final double MOST_RECORDS = 1e7;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String workload = "";

  @Option(
      names = "--rate",
      split = ",",
      defaultValue = "5000",
      paramLabel = "N",
      description =
          "Records a second; several, separated by commas, one after the other (default: ${DEFAULT-VALUE}).")
  private List<Double> rates = new ArrayList<>();

  @Option(
      names = "--for",
      defaultValue = "60s",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long to measure each rate (default: ${DEFAULT-VALUE}).")
  private Duration measured = Duration.ZERO;

  @Option(
      names = "--warm-up",
      defaultValue = "20s",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long to send at each rate before measuring (default: ${DEFAULT-VALUE}).")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--p99",
      defaultValue = "250ms",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "The highest 99th percentile of a sustained rate (default: ${DEFAULT-VALUE}).")
  private Duration p99 = Duration.ZERO;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "The seed of the generator: the same seed gives the same records.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "The format of figures (default: a table on a terminal, else json).")
  private RowWriter.@Nullable Format output;

  @Mixin private final ServerOptions servers;

  @Mixin private final RunOptions runs;

  BenchCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
    this.runs = new RunOptions(workloads);
  }

  @Override
  public Integer call() throws StoreFailure, SettingsException, IOException {
    check();
    AnabranchSettings settings = servers.settings();
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      CrashReport fault = new CrashReport(interruption);
      Map<String, ProcessHandle> processes = new TreeMap<>();
      processes.put("anabranch", ProcessHandle.current());
      LiveWorkload.Environment environment = LiveWorkload::inMemory;
      if (servers.areNamed()) {
        ServerSettings connected = servers.connect();
        environment = new OverServers(runs.alone(connected, "bench", closing, err()), closing);
        connected.local().forEach(local -> processes.putAll(processes(local)));
      }
      PathBench bench =
          new PathBench(
              servers.settings().workload(workloads.demand(workload)),
              new GeneratorSettings(seed, Clock.systemUTC().instant(), rates.get(0)),
              environment,
              settings.speed().recordsPerStep(),
              processes,
              Clock.systemUTC(),
              interruption::isWished);
      List<Map<String, Object>> lines = new ArrayList<>();
      try (LayerThreads threads = new LayerThreads(spec.name(), fault)) {
        bench.start(threads);
        for (double rate : rates) {
          err().printf(Locale.ROOT, "bench: %s at %,.0f records a second%n", workload, rate);
          BenchResult round = bench.run(rate, warmUp, measured);
          if (interruption.isWished()) {
            break;
          }
          lines.add(line(round));
          threads
              .failuresByWorker()
              .forEach(
                  (worker, failure) ->
                      err()
                          .println("anabranch: " + worker + ": " + Remedies.withNextStep(failure)));
        }
      }
      fault.rethrow();
      if (interruption.happened()) {
        return ExitCode.INTERRUPTED;
      }
      new FigureLines("rate", lines).write(RowWriter.chosen(output), out());
      out().flush();
      return report(bench);
    }
  }

  private void check() {
    workloads.demandGenerator(workload);
    runs.check(servers);
    for (double rate : rates) {
      if (!(rate > 0 && rate <= MOST_RECORDS)) {
        throw new UsageException("--rate takes numbers of records a second above 0, not " + rate);
      }
    }
    if (output == RowWriter.Format.CSV) {
      throw new UsageException("-o takes table or json here");
    }
  }

  private static Map<String, ProcessHandle> processes(LocalServers local) {
    Map<String, ProcessHandle> processes = new TreeMap<>();
    for (ServerKind kind : ServerKind.values()) {
      for (long pid : local.recorded(kind).pid()) {
        ProcessHandle.of(pid).ifPresent(process -> processes.put(kind.word(), process));
      }
    }
    return processes;
  }

  private Map<String, Object> line(BenchResult round) {
    Map<String, Object> line = new LinkedHashMap<>();
    double seconds = round.took().toNanos() / 1e9;
    line.put("rate", Math.round(round.rate()));
    line.put("seconds", seconds);
    put(line, "acknowledged", round.acknowledged());
    put(line, "visible", round.visible());
    line.put("visible_samples", round.visible().samples());
    line.put("overdue", round.overdue());
    line.put("unread", round.unread());
    round.cpu().forEach((name, cpu) -> line.put("cpu_" + name, cpu.toNanos() / 1e9));
    line.put("holds", round.holds(p99) ? "yes" : "no");
    return line;
  }

  private static void put(Map<String, Object> line, String name, Latency latency) {
    line.put(name + "_p50_ms", millis(latency.median()));
    line.put(name + "_p99_ms", millis(latency.p99()));
    line.put(name + "_max_ms", millis(latency.longest()));
  }

  private static double millis(Duration duration) {
    return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1000.0;
  }

  private int report(PathBench bench) throws StoreFailure {
    FullRecount.Verdict verdict = bench.check();
    verdict.differences().forEach(wrong -> err().println("anabranch: " + wrong));
    err()
        .printf(
            Locale.ROOT,
            "bench: %,d records acknowledged, %,d rows compared with a recount, %s%n",
            bench.sent(),
            verdict.rows(),
            verdict.differences().isEmpty()
                ? "nothing lost"
                : verdict.differences().size() + " of them wrong");
    return verdict.differences().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
