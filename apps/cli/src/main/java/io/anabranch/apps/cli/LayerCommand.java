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

/** A layer of one or more workloads as a process, until Ctrl-C or SIGTERM. */
abstract class LayerCommand implements Callable<Integer> {

  private static final Duration LOOKED_EVERY = Duration.ofMillis(200);
  private static final int LOOKS_PER_LINE = 50;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKLOAD",
      description = "metrics, vending, social, weather; one or more of them.")
  private List<String> names = new ArrayList<>();

  @Mixin private ServerOptions servers = new ServerOptions();

  @Mixin private ListenOptions listen = new ListenOptions();

  @picocli.CommandLine.Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "End after so long: 60s, 5m, 2h. Until Ctrl-C unless told.")
  private @Nullable Duration runningFor;

  /** Puts the layer together. */
  abstract LayerProcess open(Surroundings around)
      throws StoreFailure, SettingsException, InputException;

  /** What a layer is put together from. */
  record Surroundings(
      ServerSettings servers, WorkloadSetup setup, LayerIntervals periods, CloseStack closing) {}

  /** How often the batch layer publishes; none for once. */
  Option<Duration> publishEvery(ServerSettings settings) {
    return Option.some(settings.settings().batch().every());
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
          "Missing the workload: "
              + spec.name()
              + " WORKLOAD; there are "
              + String.join(", ", WorkloadHelp.names()));
    }
    for (String name : names) {
      RecordedOptions.factory(name);
    }
    listen.check();
    ServerSettings connected = servers.connect();
    try (ShutdownSignal interruption = ShutdownSignal.expected();
        CloseStack closing = new CloseStack()) {
      InternalError fault = new InternalError(interruption);
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
    WorkloadSetup setup = connected.settings().workload(RecordedOptions.factory(layer.workload()));
    LayerIntervals periods = LayerIntervals.of(connected.settings(), publishEvery(connected));
    layer.start(open(new Surroundings(connected, setup, periods, closing)));
  }

  private void watch(List<RunningLayer> layers, ShutdownSignal interruption)
      throws InterruptedException {
    Duration left = runningFor == null ? Duration.ofDays(Integer.MAX_VALUE) : runningFor;
    Vector<String> told = Vector.empty();
    String description = "";
    for (long look = 1; left.compareTo(Duration.ZERO) > 0; look++) {
      Duration wait = left.compareTo(LOOKED_EVERY) < 0 ? left : LOOKED_EVERY;
      if (!interruption.passes(wait) || isOver(layers)) {
        return;
      }
      left = left.minus(wait);
      Vector<String> activeFailures = Vector.ofAll(layers).flatMap(RunningLayer::activeFailures);
      activeFailures.removeAll(told).forEach(trouble -> err().println("anabranch: " + trouble));
      if (activeFailures.isEmpty() && !told.isEmpty()) {
        err().println(spec.name() + ": goes on");
      }
      told = activeFailures;
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

  /** All have done what there was, or one has found what is wrong. */
  private static boolean isOver(List<RunningLayer> layers) {
    return layers.stream().allMatch(layer -> layer.process().isDone())
        || !layers.stream().allMatch(layer -> layer.process().isRight());
  }

  /** What a layer's end means to whoever has started it. */
  int codeOf(LayerProcess process) {
    return process.isRight() ? ExitCode.OK : ExitCode.FAILED;
  }
}
