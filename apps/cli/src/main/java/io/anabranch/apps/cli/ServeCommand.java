package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpServer;
import io.anabranch.apps.http.HttpSettings;
import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.http.status.StoreBackedWorkload;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.launch.settings.HttpSection;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.audit.AuditReport;
import io.anabranch.apps.standalone.replay.DaggerReplayComponent;
import io.anabranch.apps.standalone.replay.Replay;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serve}: the serving layer, with the page and the API. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    header = "Answer queries about a workload over HTTP, with a page and an audit.",
    sortOptions = false,
    customSynopsis = {
      "anabranch serve WORKLOAD --file F [OPTIONS]",
      "anabranch serve WORKLOAD... [--servers local|FILE] [OPTIONS]"
    },
    description = {
      "",
      "  anabranch serve vending --file samples/purchases.ndjson",
      "  anabranch serve metrics --file samples/collectd.ndjson \\",
      "      --reference samples/especificaciones.ndjson --port 8090",
      "  anabranch serve metrics vending --servers local",
      "",
      "Answers browsers, 'anabranch query' and any HTTP client until Ctrl-C, and audits its",
      "answers meanwhile. With --file it first runs all layers over recorded input, as",
      "'replay' does, and answers from memory. Without, it answers from what the layers have",
      "written to the servers.",
      ""
    })
final class ServeCommand implements Callable<Integer> {

  private static final int PUBLICATIONS = 3;
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "One of ${COMPLETION-CANDIDATES}; several from servers.")
  private List<String> workloadNames = new ArrayList<>();

  @Mixin private RecordedOptions recorded = new RecordedOptions();

  @Mixin private final ServerOptions servers;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "Stop after this duration (default: run until Ctrl-C).")
  private @org.jspecify.annotations.Nullable Duration runningFor;

  ServeCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
  }

  @Override
  public Integer call()
      throws InputException,
          SettingsException,
          StoreFailure,
          InterruptedException,
          ListenException {
    listen.check();
    boolean isOverServers = servers.areNamed() || (!recorded.hasFiles() && !servers.isMemory());
    if (isOverServers && recorded.hasFiles()) {
      throw new UsageException("--file is served from memory: leave out --servers");
    }
    if (workloadNames.isEmpty()) {
      throw new UsageException(
          "Missing the workload: serve WORKLOAD --file F, or serve WORKLOAD --servers local; there"
              + " are "
              + workloads.names());
    }
    for (String name : workloadNames) {
      workloads.demand(name);
    }
    HttpSection settings = servers.settings().http();
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      List<OpenedWorkload> layers =
          isOverServers ? overServers(closing) : List.of(overMemory(threads));
      return serve(layers, settings, interruption);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<OpenedWorkload> overServers(CloseStack closing)
      throws SettingsException, StoreFailure {
    ServerSettings connected = servers.connect();
    List<OpenedWorkload> layers = new ArrayList<>();
    for (String name : workloadNames.stream().distinct().toList()) {
      layers.add(
          ServedWorkloads.open(
              connected.settings().workload(workloads.demand(name)), connected, closing));
    }
    return layers;
  }

  private OpenedWorkload overMemory(ExecutorService threads) throws InputException, StoreFailure {
    recorded.checkFiles();
    if (workloadNames.size() > 1) {
      throw new UsageException("--file is input of one workload: name one");
    }
    String name = workloadNames.get(0);
    WorkloadFactory shipped = workloads.demand(name);
    recorded.check(shipped);
    Clock clock = Clock.systemUTC();
    PrintWriter err = spec.commandLine().getErr();
    RecordedOptions.Recorded input = recorded.read(shipped, clock, err, false);
    SecureRandom random = new SecureRandom();
    Replay replay =
        DaggerReplayComponent.factory()
            .create(input.factory(), threads, () -> new BigInteger(64, random).toString(36), clock)
            .replay();
    replay.run(
        input.request(PUBLICATIONS), new ReplayNarrator(err, name, io.vavr.control.Option.none()));
    return new OpenedWorkload(replay.layers(), input::labels);
  }

  private int serve(List<OpenedWorkload> layers, HttpSection settings, ShutdownSignal interruption)
      throws StoreFailure, InterruptedException, ListenException {
    CrashReport fault = new CrashReport(interruption);
    List<StoreBackedWorkload> answering = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    try {
      for (OpenedWorkload opened : layers) {
        answering.add(
            new StoreBackedWorkload(opened.layers(), opened.labels(), Clock.systemUTC(), fault));
      }
      HttpServer server =
          new HttpServer(
              List.copyOf(answering),
              HttpSettings.defaults()
                  .onHost(listen.host(settings))
                  .onPort(listen.port("serve", settings)));
      server.start();
      try {
        answering.forEach(StoreBackedWorkload::start);
        err.println(
            String.join(", ", workloadNames) + ": answers at " + server.url() + " until Ctrl-C");
        waitFor(interruption);
      } finally {
        server.close();
      }
    } finally {
      answering.forEach(StoreBackedWorkload::close);
    }
    fault.rethrow();
    int code = interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK;
    for (StoreBackedWorkload one : answering) {
      AuditReport audit = one.status().audit();
      err.println(one.workload() + ": " + audit.describe());
      audit.findings().forEach(finding -> err.println("anabranch: " + finding.describe()));
      one.disagreements().forEach(description -> err.println("anabranch: " + description));
      if (!audit.isClean() || !one.disagreements().isEmpty()) {
        code = ExitCode.FAILED;
      }
    }
    return code;
  }

  private void waitFor(ShutdownSignal interruption) throws InterruptedException {
    Duration left = runningFor == null ? Duration.ofDays(Integer.MAX_VALUE) : runningFor;
    while (left.compareTo(Duration.ZERO) > 0) {
      Duration wait = left.compareTo(LOOKED_EVERY) < 0 ? left : LOOKED_EVERY;
      if (!interruption.passes(wait)) {
        return;
      }
      left = left.minus(wait);
    }
  }
}
