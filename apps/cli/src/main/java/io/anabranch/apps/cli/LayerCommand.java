package io.anabranch.apps.cli;

import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.launch.process.LayerIntervals;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a layer of one or more workloads until Ctrl-C or SIGTERM. */
abstract class LayerCommand implements Callable<Integer> {

  private static final Duration LOOKED_EVERY = Duration.ofMillis(200);
  private static final int LOOKS_PER_LINE = 50;

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      completionCandidates = Workloads.class,
      description = "One or more of ${COMPLETION-CANDIDATES}.")
  private List<String> names = new ArrayList<>();

  @Mixin private final ServerOptions servers;

  @Mixin private ListenOptions listen = new ListenOptions();

  @picocli.CommandLine.Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "Stop after this duration (default: run until Ctrl-C).")
  private @Nullable Duration runningFor;

  LayerCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
  }

  /** Composes the layer. */
  abstract LayerProcess open(Surroundings around)
      throws StoreFailure, SettingsException, InputException;

  /** What a layer is composed from. */
  record Surroundings(
      ServerSettings servers, WorkloadSetup setup, LayerIntervals periods, CloseStack closing) {}

  /** How often the batch layer publishes; none for once. */
  Option<Duration> publishEvery(ServerSettings settings) {
    return Option.some(settings.settings().batch().every());
  }

  Workloads workloads() {
    return workloads;
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public Integer call()
      throws StoreFailure,
          SettingsException,
          InputException,
          ListenException,
          InterruptedException {
    if (names.isEmpty()) {
      throw new UsageException(
          "Missing the workload: " + spec.name() + " WORKLOAD; there are " + workloads.names());
    }
    for (String name : names) {
      workloads.demand(name);
    }
    listen.check();
    ServerSettings connected = servers.connect();
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      CrashReport fault = new CrashReport(interruption);
      List<RunningLayer> layers =
          names.stream()
              .distinct()
              .map(name -> new RunningLayer(spec.name(), name, fault))
              .toList();
      try (HealthEndpoint endpoint =
          HealthEndpoint.start(spec.name(), layers, listen, connected.settings().http(), err())) {
        for (RunningLayer layer : layers) {
          start(layer, connected, closing);
          endpoint.measure(layer);
          err().println(spec.name() + " " + layer.workload() + ": runs until Ctrl-C");
        }
        watch(layers, interruption);
      } finally {
        layers.forEach(RunningLayer::close);
      }
      err().println(spec.name() + ": " + describe(layers));
      fault.rethrow();
      return codeOf(layers, interruption);
    }
  }

  private void start(RunningLayer layer, ServerSettings connected, CloseStack closing)
      throws StoreFailure, SettingsException, InputException {
    WorkloadSetup setup = connected.settings().workload(workloads.demand(layer.workload()));
    LayerIntervals periods = LayerIntervals.of(connected.settings(), publishEvery(connected));
    layer.start(open(new Surroundings(connected, setup, periods, closing)));
  }

  private void watch(List<RunningLayer> layers, ShutdownSignal interruption)
      throws InterruptedException {
    Duration left = runningFor == null ? Duration.ofDays(Integer.MAX_VALUE) : runningFor;
    Vector<String> reported = Vector.empty();
    String description = "";
    for (long look = 1; left.compareTo(Duration.ZERO) > 0; look++) {
      Duration wait = left.compareTo(LOOKED_EVERY) < 0 ? left : LOOKED_EVERY;
      if (!interruption.passes(wait) || isOver(layers)) {
        return;
      }
      left = left.minus(wait);
      Vector<String> activeFailures =
          Vector.ofAll(layers).flatMap(RunningLayer::failuresWithNextSteps);
      activeFailures.removeAll(reported).forEach(trouble -> err().println("anabranch: " + trouble));
      if (activeFailures.isEmpty() && !reported.isEmpty()) {
        err().println(spec.name() + ": works again");
      }
      reported = activeFailures;
      if (look % LOOKS_PER_LINE == 0 && !description.equals(describe(layers))) {
        description = describe(layers);
        err().println(spec.name() + ": " + description);
      }
    }
  }

  private static String describe(List<RunningLayer> layers) {
    return String.join("; ", layers.stream().map(RunningLayer::describe).toList());
  }

  private int codeOf(List<RunningLayer> layers, ShutdownSignal interruption) {
    int worst = ExitCode.OK;
    for (RunningLayer layer : layers) {
      int code = codeOf(layer.process());
      worst = worst == ExitCode.FAILED || code == ExitCode.OK ? worst : code;
    }
    return worst == ExitCode.OK && interruption.happened() ? ExitCode.INTERRUPTED : worst;
  }

  /** Whether all are done, or one has found something wrong. */
  private static boolean isOver(List<RunningLayer> layers) {
    return layers.stream().allMatch(layer -> layer.process().isDone())
        || !layers.stream().allMatch(layer -> layer.process().isRight());
  }

  /** The exit code of a layer that has ended. */
  int codeOf(LayerProcess process) {
    return process.isRight() ? ExitCode.OK : ExitCode.FAILED;
  }
}
