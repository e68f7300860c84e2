package io.anabranch.apps.cli;

import io.anabranch.apps.config.ConfigProblem;
import io.anabranch.apps.process.LayerProcess;
import io.anabranch.apps.process.Periods;
import io.anabranch.apps.replay.InputProblem;
import io.anabranch.apps.running.Crew;
import io.anabranch.apps.running.Troubles;
import io.anabranch.apps.wiring.Closing;
import io.anabranch.apps.wiring.NotConnected;
import io.anabranch.apps.wiring.ServerSettings;
import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.ports.StoreFailure;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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

  @picocli.CommandLine.Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "End after so long: 60s, 5m, 2h. Until Ctrl-C unless told.")
  private @Nullable Duration runningFor;

  /** Puts the layer together. */
  abstract LayerProcess open(Surroundings around) throws StoreFailure, ConfigProblem, InputProblem;

  /** What a layer is put together from. */
  record Surroundings(
      ServerSettings servers, WorkloadSetup setup, Periods periods, Closing closing) {}

  /** How often the batch layer publishes; none for once. */
  Option<Duration> publishEvery(ServerSettings settings) throws ConfigProblem {
    return Option.some(settings.settings().duration("batch.every"));
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public Integer call() throws StoreFailure, ConfigProblem, InputProblem, InterruptedException {
    if (names.isEmpty()) {
      throw new Usage(
          "Missing the workload: "
              + spec.name()
              + " WORKLOAD; there are "
              + String.join(", ", WorkloadHelp.names()));
    }
    for (String name : names) {
      RecordedOptions.factory(name);
    }
    ServerSettings connected = servers.connect();
    AtomicReference<Throwable> fault = new AtomicReference<>();
    try (Interruption interruption = Interruption.expected();
        Closing closing = new Closing()) {
      Troubles troubles = new Troubles();
      List<LayerProcess> processes = new ArrayList<>();
      try (Crew crew =
          new Crew(
              spec.name(),
              troubles,
              thrown -> {
                fault.compareAndSet(null, thrown);
                interruption.wake();
              })) {
        for (String name : names.stream().distinct().toList()) {
          processes.add(start(name, connected, closing, crew));
        }
        watch(processes, crew, interruption);
      }
      if (fault.get() != null) {
        throw new IllegalStateException("the layer has crashed", fault.get());
      }
      return ended(processes, interruption);
    }
  }

  private LayerProcess start(String name, ServerSettings connected, Closing closing, Crew crew)
      throws StoreFailure, ConfigProblem, InputProblem {
    WorkloadSetup setup = WorkloadSetup.of(RecordedOptions.factory(name), connected.settings());
    Periods periods =
        new Periods(
            connected.settings().duration("archive.every"),
            publishEvery(connected),
            connected.settings().duration("speed.breath"),
            connected.settings().number("speed.records-per-step", 1),
            connected.settings().number("batch.rows-in-memory", 1));
    try {
      LayerProcess process = open(new Surroundings(connected, setup, periods, closing));
      process.start(crew);
      err().println(spec.name() + " " + name + ": runs until Ctrl-C");
      return process;
    } catch (NotConnected why) {
      throw why.asStoreFailure();
    }
  }

  private void watch(List<LayerProcess> processes, Crew crew, Interruption interruption)
      throws InterruptedException {
    Duration left = runningFor == null ? Duration.ofDays(Integer.MAX_VALUE) : runningFor;
    Vector<String> told = Vector.empty();
    String words = "";
    for (long look = 1; left.compareTo(Duration.ZERO) > 0; look++) {
      Duration wait = left.compareTo(LOOKED_EVERY) < 0 ? left : LOOKED_EVERY;
      if (!interruption.passes(wait) || isOver(processes)) {
        return;
      }
      left = left.minus(wait);
      Vector<String> troubles = crew.troubles();
      troubles.removeAll(told).forEach(trouble -> err().println("anabranch: " + trouble));
      if (troubles.isEmpty() && !told.isEmpty()) {
        err().println(spec.name() + ": goes on");
      }
      told = troubles;
      if (look % LOOKS_PER_LINE == 0 && !words.equals(words(processes))) {
        words = words(processes);
        err().println(spec.name() + ": " + words);
      }
    }
  }

  private static String words(List<LayerProcess> processes) {
    return String.join("; ", processes.stream().map(LayerProcess::words).toList());
  }

  private int ended(List<LayerProcess> processes, Interruption interruption) {
    err().println(spec.name() + ": " + words(processes));
    int worst = ExitCode.OK;
    for (LayerProcess process : processes) {
      int code = codeOf(process);
      worst = worst == ExitCode.FAILED || code == ExitCode.OK ? worst : code;
    }
    return worst == ExitCode.OK && interruption.happened() ? ExitCode.INTERRUPTED : worst;
  }

  /** All have done what there was, or one has found what is wrong. */
  private static boolean isOver(List<LayerProcess> processes) {
    return processes.stream().allMatch(LayerProcess::isDone)
        || !processes.stream().allMatch(LayerProcess::isRight);
  }

  /** What a layer's end means to whoever has started it. */
  int codeOf(LayerProcess process) {
    return process.isRight() ? ExitCode.OK : ExitCode.FAILED;
  }
}
