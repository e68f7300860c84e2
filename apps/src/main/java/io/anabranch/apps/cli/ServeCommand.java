package io.anabranch.apps.cli;

import io.anabranch.apps.audit.AuditReport;
import io.anabranch.apps.http.HttpServer;
import io.anabranch.apps.http.ListenProblem;
import io.anabranch.apps.live.Answering;
import io.anabranch.apps.replay.DaggerReplayComponent;
import io.anabranch.apps.replay.InputProblem;
import io.anabranch.apps.replay.Replay;
import io.anabranch.apps.serving.ServingLayer;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code serve}: the layer that answers, with the page and the API. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    header = "Answer queries about a workload over HTTP, with a page and an audit.",
    sortOptions = false,
    customSynopsis = "anabranch serve WORKLOAD --file F [OPTIONS]",
    description = {
      "",
      "  anabranch serve vending --file samples/purchases.ndjson",
      "  anabranch serve metrics --file samples/collectd.ndjson \\",
      "      --reference samples/especificaciones.ndjson --port 8090",
      "",
      "Runs the whole lambda over recorded input, as replay does, and answers until",
      "Ctrl-C: to a browser, to 'anabranch query' and to whoever speaks HTTP. What it",
      "answers is audited all the while.",
      ""
    })
final class ServeCommand implements Callable<Integer> {

  private static final int PUBLICATIONS = 3;
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WORKLOAD",
      completionCandidates = WorkloadHelp.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String workloadName = "";

  @Mixin private RecordedOptions recorded = new RecordedOptions();

  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "End after so long: 60s, 5m, 2h. Until Ctrl-C unless told.")
  private @org.jspecify.annotations.Nullable Duration runningFor;

  @Override
  public Integer call() throws InputProblem, StoreFailure, InterruptedException, ListenProblem {
    if (workloadName.isEmpty()) {
      throw new Usage(
          "Missing the workload: serve WORKLOAD --file F; there are "
              + String.join(", ", WorkloadHelp.names()));
    }
    recorded.checkFiles();
    listen.check();
    WorkloadFactory shipped = RecordedOptions.factory(workloadName);
    recorded.check(shipped);
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try (Interruption interruption = Interruption.expected()) {
      return serve(shipped, threads, interruption);
    } finally {
      threads.shutdownNow();
    }
  }

  private int serve(WorkloadFactory shipped, ExecutorService threads, Interruption interruption)
      throws InputProblem, StoreFailure, InterruptedException, ListenProblem {
    Clock clock = Clock.systemUTC();
    PrintWriter err = spec.commandLine().getErr();
    RecordedOptions.Recorded input = recorded.read(shipped, clock, err, false);
    SecureRandom random = new SecureRandom();
    Replay replay =
        DaggerReplayComponent.factory()
            .create(input.factory(), threads, () -> new BigInteger(64, random).toString(36), clock)
            .replay();
    replay.run(
        input.request(PUBLICATIONS),
        new ReplayNarrator(err, workloadName, io.vavr.control.Option.none()));
    AtomicReference<Throwable> fault = new AtomicReference<>();
    ServingLayer serving = new ServingLayer(input.factory(), replay.ports(), input::labels, clock);
    try (Answering answering =
        new Answering(
            serving,
            clock,
            thrown -> {
              fault.compareAndSet(null, thrown);
              interruption.wake();
            })) {
      HttpServer server = new HttpServer(List.of(answering), listen.settings());
      server.start();
      try {
        answering.start();
        err.println(workloadName + ": answers at " + server.url() + " until Ctrl-C");
        waitFor(interruption);
      } finally {
        server.close();
      }
      if (fault.get() != null) {
        throw new IllegalStateException("the serving layer has crashed", fault.get());
      }
      return ended(answering.status().audit(), interruption, err);
    }
  }

  private void waitFor(Interruption interruption) throws InterruptedException {
    Duration left = runningFor == null ? Duration.ofDays(Integer.MAX_VALUE) : runningFor;
    while (left.compareTo(Duration.ZERO) > 0) {
      Duration wait = left.compareTo(LOOKED_EVERY) < 0 ? left : LOOKED_EVERY;
      if (!interruption.passes(wait)) {
        return;
      }
      left = left.minus(wait);
    }
  }

  private static int ended(AuditReport audit, Interruption interruption, PrintWriter err) {
    err.println(audit.words());
    audit.findings().forEach(finding -> err.println("anabranch: " + finding.words()));
    if (!audit.isClean()) {
      return ExitCode.of(audit);
    }
    return interruption.happened() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }
}
