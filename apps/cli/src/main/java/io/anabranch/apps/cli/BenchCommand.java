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
    header = "How long records take from a producer to a reader, and how many a machine holds.",
    sortOptions = false,
    description = {
      "",
      "  anabranch bench vending",
      "  anabranch bench metrics --servers local --rate 5000 --for 60s",
      "  anabranch bench vending --servers local --rate 5000,10000,20000,40000 --for 20s",
      "",
      "Sends made-up records evenly, folds them by the speed layer, and looks from when",
      "on a reader could have each. A rate holds if the 99th percentile is within --p99 and",
      "no more is waiting at the end. At the end every view is compared whole with a recount.",
      "All of it but the servers is this process. Figures go to standard output.",
      ""
    })
final class BenchCommand implements Callable<Integer> {

  private static final double MOST_RECORDS = 1e7;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "WORKLOAD", description = "metrics, vending, social or weather.")
  private String workload = "";

  @Option(
      names = "--rate",
      split = ",",
      defaultValue = "5000",
      paramLabel = "N",
      description =
          "Records a second; several, separated by commas, one after the other; ${DEFAULT-VALUE}"
              + " unless told.")
  private List<Double> rates = new ArrayList<>();

  @Option(
      names = "--for",
      defaultValue = "60s",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long each rate is measured; ${DEFAULT-VALUE} unless told.")
  private Duration measured = Duration.ZERO;

  @Option(
      names = "--warm-up",
      defaultValue = "20s",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description =
          "How long each rate is kept up before it is measured; ${DEFAULT-VALUE} unless told.")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--p99",
      defaultValue = "250ms",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "What the 99th percentile may be; ${DEFAULT-VALUE} unless told.")
  private Duration p99 = Duration.ZERO;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Decides what is made up: the same seed gives the same records.")
  private long seed;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "How figures are written; a table on a terminal, else json.")
  private RowWriter.@Nullable Format output;

  @Mixin private ServerOptions servers = new ServerOptions();

  @Mixin private RunOptions runs = new RunOptions();

  @Override
  public Integer call() throws StoreFailure, SettingsException, IOException {
    check();
    AnabranchSettings settings = servers.settings();
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      InternalError fault = new InternalError(interruption);
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
              settings.workload(RecordedOptions.factory(workload)),
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
          threads.activeFailures().forEach(trouble -> err().println("anabranch: " + trouble));
        }
      }
      fault.rethrow();
      if (interruption.happened()) {
        return ExitCode.INTERRUPTED;
      }
      new FigureLines("rate", lines).write(format(), out());
      out().flush();
      return tell(bench);
    }
  }

  private void check() {
    RecordedOptions.factory(workload);
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

  private int tell(PathBench bench) throws StoreFailure {
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

  private RowWriter.Format format() {
    return output != null
        ? output
        : Boolean.getBoolean("anabranch.terminal") ? RowWriter.Format.TABLE : RowWriter.Format.JSON;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
