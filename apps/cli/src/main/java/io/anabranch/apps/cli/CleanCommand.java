package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.RunNamespaces;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clean}: delete what runs that were killed have left on the servers. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    header = "Delete what a killed 'demo', 'replay' or 'bench' has left on the servers.",
    sortOptions = false,
    description = {
      "",
      "  anabranch clean",
      "  anabranch clean --older 1h --servers cluster.conf",
      "",
      "A run over servers deletes its topics, files and rows when it ends, also by Ctrl-C.",
      "This command deletes those of runs that were killed and began before --older; none of",
      "them may still run. It keeps everything else, also what --keep has kept.",
      ""
    })
final class CleanCommand implements Callable<Integer> {

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Mixin private final ServerOptions servers;

  @Option(
      names = "--older",
      defaultValue = "24h",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long ago a run must have begun (default: ${DEFAULT-VALUE}).")
  private Duration older = Duration.ofHours(24);

  CleanCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
  }

  @Override
  public Integer call() throws SettingsException, StoreFailure {
    PrintWriter err = spec.commandLine().getErr();
    RunNamespaces runs = new RunNamespaces(servers.connect(), workloads.catalog());
    boolean isLeft = false;
    SortedSet<String> left = runs.begunBefore(Instant.now().minus(older));
    for (String namespace : left) {
      SortedSet<String> unknown = runs.delete(namespace);
      if (unknown.isEmpty()) {
        err.println("clean: deleted " + namespace);
      } else {
        isLeft = true;
        err.println(
            "anabranch: "
                + namespace
                + ": rows of "
                + String.join(", ", unknown)
                + " are left, because no such workload is known; run 'clean' again with --plugin");
      }
    }
    if (left.isEmpty()) {
      err.println("clean: nothing to delete");
    }
    return isLeft ? ExitCode.FAILED : ExitCode.OK;
  }
}
