package io.anabranch.apps.cli;

import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.workloads.PluginException;
import io.anabranch.apps.workloads.WorkloadPlugins;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Parses the command line and runs the command that it names. */
@Command(
    name = "anabranch",
    mixinStandardHelpOptions = true,
    version = "anabranch 0.1.0-SNAPSHOT",
    header = "A Lambda architecture whose batch and speed layers add up at every instant.",
    customSynopsis = "anabranch COMMAND [OPTIONS]",
    description = {
      "",
      "  anabranch demo --for 60s",
      "  anabranch replay vending --file samples/purchases.ndjson",
      "  anabranch replay metrics --file samples/collectd.ndjson \\",
      "      --reference samples/especificaciones.ndjson",
      "  anabranch simulate vending --schedules 10000 --seed 1",
      "  anabranch serve vending --file samples/purchases.ndjson",
      "  anabranch query vending.items item=apple",
      "  anabranch new-workload ../rides --name rides --package com.example.rides",
      "  anabranch up",
      "  anabranch status",
      "  anabranch down",
      "  anabranch doctor",
      "  anabranch replay --help",
      ""
    },
    footer = {
      "",
      "Exit status: 0 ok, 1 failed, 2 wrong usage, 3 incomplete answer,",
      "130 interrupted, 141 the reader of the output has gone (as with '| head')."
    },
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      QueryCommand.class,
      ServeCommand.class,
      IngestCommand.class,
      ArchiveCommand.class,
      SpeedCommand.class,
      BatchCommand.class,
      AuditCommand.class,
      AdoptCommand.class,
      ConfigCommand.class,
      CleanCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      UpCommand.class,
      StatusCommand.class,
      DownCommand.class,
      DoctorCommand.class,
      NewWorkloadCommand.class
    })
public final class Main implements Runnable {

  private static final String LOGGED_THROWABLE = "anabranch.log.throwable";

  @Spec private CommandSpec spec;

  @CommandLine.Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack traces of failures.")
  private boolean debug;

  // PluginOptions reads it, before there are commands; here it is parsed again, for help.
  @SuppressWarnings("UnusedVariable")
  @CommandLine.Option(
      names = "--plugin",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE|DIRECTORY",
      description =
          "A jar, or a directory of jars or classes, with workloads that do not ship. May be given"
              + " several times.")
  private List<Path> plugins = new ArrayList<>();

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: demo, for example");
  }

  /**
   * Runs one command and exits with its code: 0 ok, 1 failed, 2 wrong usage, 3 incomplete answer.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    CheckedStdout delivery = new CheckedStdout(new FileOutputStream(FileDescriptor.out));
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(arguments, delivery, err));
  }

  /** Runs one command whose output must arrive; the exit code, also if it does not. */
  static int run(String[] arguments, CheckedStdout delivery, PrintStream err) {
    PrintStream out = new PrintStream(delivery, false, StandardCharsets.UTF_8);
    int code = run(arguments, out, err);
    out.flush();
    return delivery.exitCode(code, err);
  }

  /** Runs one command over streams; the exit code. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    Main main = new Main();
    Failures failures = new Failures(new PrintWriter(err, true, StandardCharsets.UTF_8));
    if (failures.areGarbled(arguments)) {
      return ExitCode.USAGE;
    }
    try (WorkloadPlugins plugins = PluginOptions.open(arguments, System.getenv())) {
      CommandLine line = Commands.line(main, new Workloads(plugins.catalog()));
      line.setOut(new PrintWriter(out, false, StandardCharsets.UTF_8));
      line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
      line.setParameterExceptionHandler((wrong, given) -> failures.wrongUsage(wrong));
      line.setExecutionStrategy(
          parsed -> {
            if (main.debug) {
              System.setProperty(LOGGED_THROWABLE, "full"); // log4j2.xml, which is not read yet
            }
            return new CommandLine.RunLast().execute(parsed);
          });
      line.setExecutionExceptionHandler(
          (failure, command, parsed) -> failures.failed(failure, main.debug));
      int code;
      try {
        code = line.execute(arguments);
      } catch (OutOfMemoryError | LinkageError thrown) {
        code = failures.failed(thrown, main.debug);
      }
      line.getOut().flush();
      return code;
    } catch (PluginException | SettingsException unusable) {
      return failures.unusable(unusable);
    }
  }
}
