package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpServer;
import io.anabranch.apps.http.HttpSettings;
import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.http.status.LiveStatus;
import io.anabranch.apps.launch.settings.HttpSection;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.standalone.live.LiveSettings;
import io.anabranch.apps.standalone.live.LiveSummary;
import io.anabranch.apps.standalone.live.LiveWorkload;
import io.anabranch.ports.StoreFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo}: all layers live over generated input, compared with a recount at the end. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Run all layers of workloads live over generated input, in this process.",
    sortOptions = false,
    description = {
      "",
      "  anabranch demo",
      "  anabranch demo --for 60s",
      "  anabranch demo --for 5m --rate 5000 vending metrics -o json",
      "  anabranch demo --servers local --for 60s",
      "",
      "Producers, speed layer, archiver, batch layer, cleaner and auditor of each workload",
      "run until Ctrl-C, or as long as --for. Ten minutes of generated time pass in a second.",
      "At the end every view is compared with a recount. The summary goes to standard",
      "output, messages to standard error.",
      ""
    })
final class DemoCommand implements Callable<Integer> {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final double MOST_RECORDS = 1e7;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "Any of ${COMPLETION-CANDIDATES} (default: all that have a generator).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "Stop after this duration (default: run until Ctrl-C).")
  private @Nullable Duration runningFor;

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "N",
      description =
          "Records per second of all workloads together, on average (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "The seed of the generator: the same seed gives the same records.")
  private long seed;

  @Option(
      names = "--every",
      defaultValue = "5s",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How often the batch layer publishes (default: ${DEFAULT-VALUE}).")
  private Duration every = Duration.ofSeconds(5);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      description = "The format of the summary (default: a table on a terminal, else json).")
  private RowWriter.@Nullable Format output;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Mixin private final ServerOptions servers;

  @Mixin private final RunOptions runs;

  @Option(names = "--no-page", description = "Do not listen: no page and no API.")
  private boolean isWithoutPage;

  DemoCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
    this.runs = new RunOptions(workloads);
  }

  @Override
  public Integer call()
      throws StoreFailure, SettingsException, IOException, InterruptedException, ListenException {
    check();
    HttpSection settings = servers.settings().http();
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      return run(settings, interruption, closing);
    }
  }

  private void check() {
    if (!(rate > 0 && rate <= MOST_RECORDS)) {
      throw new UsageException("--rate takes a number of records a second above 0, not " + rate);
    }
    listen.check();
    runs.check(servers);
    if (output == RowWriter.Format.CSV) {
      throw new UsageException("-o takes table or json here");
    }
    names.forEach(workloads::demandGenerator);
    names = names.isEmpty() ? workloads.generated() : names.stream().distinct().toList();
  }

  private int run(HttpSection settings, ShutdownSignal interruption, CloseStack closing)
      throws StoreFailure, SettingsException, IOException, InterruptedException, ListenException {
    CrashReport fault = new CrashReport(interruption);
    ExecutorService folding = Executors.newSingleThreadExecutor(DemoCommand::folder);
    List<LiveWorkload> live = new ArrayList<>();
    io.vavr.control.Option<HttpServer> page = io.vavr.control.Option.none();
    try {
      LiveWorkload.Environment environment =
          servers.areNamed()
              ? new OverServers(
                  runs.alone(servers.connect(), "demo", closing, spec.commandLine().getErr()),
                  closing)
              : LiveWorkload::inMemory;
      for (String name : names) {
        live.add(open(name, environment, folding, fault));
      }
      page = page(live, settings);
      try (DemoView view = DemoView.on(spec.commandLine().getErr(), every)) {
        live.forEach(LiveWorkload::start);
        Instant began = CLOCK.instant();
        view.began(names, rate, page.map(HttpServer::url));
        watch(live, view, began, interruption);
        fault.rethrow();
        view.ending(statuses(live), since(began));
        live.forEach(LiveWorkload::stopProducing);
        List<LiveSummary> summaries = new ArrayList<>();
        for (LiveWorkload workload : live) {
          summaries.add(workload.finish());
        }
        fault.rethrow();
        return report(DemoSummary.of(live, summaries, since(began)), interruption);
      }
    } finally {
      page.forEach(HttpServer::close);
      live.forEach(LiveWorkload::close);
      folding.shutdownNow();
    }
  }

  /** What people and programs look at while the workloads run. */
  private io.vavr.control.Option<HttpServer> page(List<LiveWorkload> live, HttpSection settings)
      throws ListenException {
    if (isWithoutPage) {
      return io.vavr.control.Option.none();
    }
    HttpServer server =
        new HttpServer(
            List.copyOf(live),
            HttpSettings.defaults()
                .onHost(listen.host(settings))
                .onPort(listen.port("serve", settings)));
    server.start();
    return io.vavr.control.Option.some(server);
  }

  private LiveWorkload open(
      String name,
      LiveWorkload.Environment environment,
      ExecutorService folding,
      Consumer<Throwable> crashed)
      throws StoreFailure {
    SecureRandom random = new SecureRandom();
    return LiveWorkload.open(
        workloads.demand(name),
        LiveSettings.of(seed, rate / names.size(), every),
        environment,
        folding,
        () -> new BigInteger(64, random).toString(36),
        CLOCK,
        crashed);
  }

  private static Thread folder(Runnable work) {
    Thread thread = new Thread(work, "batch");
    thread.setDaemon(true);
    return thread;
  }

  private void watch(
      List<LiveWorkload> live, DemoView view, Instant began, ShutdownSignal interruption)
      throws InterruptedException {
    while (true) {
      Duration left = runningFor == null ? view.period() : runningFor.minus(since(began));
      if (left.isZero() || left.isNegative()) {
        return;
      }
      Duration wait = left.compareTo(view.period()) < 0 ? left : view.period();
      if (!interruption.passes(wait)) {
        return;
      }
      view.show(statuses(live), since(began));
    }
  }

  private static List<LiveStatus> statuses(List<LiveWorkload> live) {
    return live.stream().map(LiveWorkload::status).toList();
  }

  private static Duration since(Instant began) {
    return Duration.between(began, CLOCK.instant());
  }

  private int report(DemoSummary summary, ShutdownSignal interruption) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    summary.write(RowWriter.chosen(output), out);
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    summary.wrongs().forEach(wrong -> err.println("anabranch: " + wrong));
    if (!summary.isRight()) {
      err.println(
          "anabranch: an answer differs from the log; please report it with the seed " + seed);
      return ExitCode.FAILED;
    }
    return interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }
}
