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
    header = "Delete what a 'demo' or 'replay' that was killed has left on the servers.",
    sortOptions = false,
    description = {
      "",
      "  anabranch clean",
      "  anabranch clean --older 1h --servers cluster.conf",
      "",
      "A run over servers deletes its topics, files and rows when it ends, also by Ctrl-C.",
      "This deletes those of runs that began longer ago than told, if there are any: none",
      "of them may still run. It touches nothing else, nor what was kept by --keep.",
      ""
    })
final class CleanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ServerOptions servers = new ServerOptions();

  @Option(
      names = "--older",
      defaultValue = "24h",
      paramLabel = "TIME",
      converter = DurationArgument.class,
      description = "How long ago a run must have begun; ${DEFAULT-VALUE} unless told.")
  private Duration older = Duration.ofHours(24);

  @Override
  public Integer call() throws SettingsException, StoreFailure {
    PrintWriter err = spec.commandLine().getErr();
    RunNamespaces runs = new RunNamespaces(servers.connect());
    SortedSet<String> left = runs.begunBefore(Instant.now().minus(older));
    for (String namespace : left) {
      runs.delete(namespace);
      err.println("clean: deleted " + namespace);
    }
    if (left.isEmpty()) {
      err.println("clean: no run has left anything");
    }
    return ExitCode.OK;
  }
}
