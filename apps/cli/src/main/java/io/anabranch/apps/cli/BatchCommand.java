package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.DaggerBatchComponent;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.running.LayerProcess;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code batch}: publish what is archived, once or periodically. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    header = "Fold what is archived and publish it, once or periodically.",
    sortOptions = false,
    description = {
      "",
      "  anabranch batch metrics",
      "  anabranch batch metrics --every 1m",
      "",
      "Without --every it publishes once and exits. If settings or reference data have",
      "changed the definition, the new one is folded beside the one that serves, in as many",
      "publications as it needs.",
      ""
    })
final class BatchCommand extends LayerCommand {

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How often to publish, for example 30s, 5m, 2h (default: once).")
  private @Nullable Duration every;

  BatchCommand(Workloads workloads) {
    super(workloads);
  }

  @Override
  io.vavr.control.Option<Duration> publishEvery(ServerSettings settings) {
    return io.vavr.control.Option.of(every);
  }

  @Override
  LayerProcess open(Surroundings around) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    SecureRandom random = new SecureRandom();
    return DaggerBatchComponent.factory()
        .create(
            around.servers(),
            around.setup(),
            around.closing().alsoClosing(threads::shutdownNow),
            around.periods(),
            threads,
            () -> new BigInteger(64, random).toString(36),
            Clock.systemUTC())
        .process();
  }
}
