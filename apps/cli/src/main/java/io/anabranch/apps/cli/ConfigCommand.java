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

/** {@code config}: what can be set. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    header = "Tell what is set, and by whom.",
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
    throw new UsageException("config show, or config defaults; see 'anabranch config --help'");
  }

  /** {@code config show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      header = "Everything that is set, with its origin: flag, environment, file or default.")
  static final class Show implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private ServerOptions servers = new ServerOptions();

    @picocli.CommandLine.Option(
        names = {"-o", "--output"},
        paramLabel = "table|json|csv",
        description = "How it is written; a table on a terminal, else json.")
    private RowWriter.@Nullable Format output;

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
      header = "The defaults with what they mean, as a file to begin with.")
  static final class Defaults implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      spec.commandLine().getOut().print(Settings.defaultsText());
      return ExitCode.OK;
    }
  }
}
