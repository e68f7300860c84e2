package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.Settings;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.domain.view.Row;
import io.anabranch.domain.view.Value;
import io.vavr.collection.Vector;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config}: the settings. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    header = "Show the settings and where each is set.",
    synopsisSubcommandLabel = "show|defaults",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.Defaults.class},
    description = {
      "",
      "  anabranch config show",
      "  anabranch config show --servers cluster.conf --set batch.every=10s",
      "  anabranch config defaults > cluster.conf",
      ""
    })
final class ConfigCommand implements Runnable {

  @Override
  public void run() {
    throw new UsageException(
        "Missing what to show: config show, or config defaults; see 'anabranch config --help'");
  }

  /** {@code config show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Show every setting with its origin: flag, environment, file or default.")
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private final ServerOptions servers;

    @picocli.CommandLine.Option(
        names = {"-o", "--output"},
        paramLabel = "table|json|csv",
        description = "The format of settings (default: a table on a terminal, else json).")
    private RowWriter.@Nullable Format output;

    Show(Workloads workloads) {
      this.servers = new ServerOptions(workloads);
    }

    @Override
    public Integer call() throws SettingsException, IOException {
      List<String> fields = List.of("path", "value", "origin");
      Vector<Row> rows =
          servers
              .load()
              .entries()
              .map(
                  one ->
                      new Row(
                          fields,
                          List.of(
                              new Value.Text(one.path()),
                              new Value.Text(one.value()),
                              new Value.Text(one.origin()))));
      BufferedWriter out = new BufferedWriter(spec.commandLine().getOut(), 1 << 16);
      RowWriter.of(RowWriter.chosen(output), out)
          .write(new RowWriter.Shown("config", fields), rows, io.vavr.control.Option.none());
      out.flush();
      return ExitCode.OK;
    }
  }

  /** {@code config defaults}. */
  @Command(
      name = "defaults",
      mixinStandardHelpOptions = true,
      header = "Print the defaults with comments, as a settings file to start from.")
  static final class Defaults implements Callable<Integer> {

    private final Workloads workloads;

    @Spec private CommandSpec spec;

    Defaults(Workloads workloads) {
      this.workloads = workloads;
    }

    @Override
    public Integer call() throws IOException {
      spec.commandLine().getOut().print(Settings.defaultsText(workloads.catalog().all()));
      return ExitCode.OK;
    }
  }
}
