package io.anabranch.apps.cli;

import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.ConnectionFailed;
import io.anabranch.apps.local.LocalServerException;
import io.anabranch.domain.answer.Layer;
import io.anabranch.ports.StoreFailure;
import io.vavr.control.Option;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Parses the command line and runs the verb it names. */
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
      "130 interrupted, 141 the reader of the answer has gone (as of '| head')."
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
      DoctorCommand.class
    })
public final class Main implements Runnable {

  private static final int HELP_WIDTH = 100;
  private static final String LOGGED_THROWABLE = "anabranch.log.throwable";

  @Spec private CommandSpec spec;

  @CommandLine.Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack traces of failures.")
  private boolean debug;

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

  /** Runs one command that delivers its answer; the exit code, which tells of that, too. */
  static int run(String[] arguments, CheckedStdout delivery, PrintStream err) {
    PrintStream out = new PrintStream(delivery, false, StandardCharsets.UTF_8);
    int code = run(arguments, out, err);
    out.flush();
    return delivery.exitCode(code, err);
  }

  /** Runs one command over streams; the exit code. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setOut(new PrintWriter(out, false, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.registerConverter(RowWriter.Format.class, oneOf(RowWriter.Format.values()));
    line.registerConverter(Layer.class, oneOf(Layer.values()));
    // The examples are not to be broken into lines that a shell would take for two commands.
    line.setUsageHelpWidth(HELP_WIDTH);
    Option.of(line.getSubcommands().get("replay"))
        .forEach(replay -> listViews(replay.getCommandSpec()));
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionStrategy(
        parsed -> {
          if (main.debug) {
            System.setProperty(LOGGED_THROWABLE, "full"); // log4j2.xml, which is not read yet
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, command, main.debug));
    Option<String> garbled =
        Option.ofOptional(Stream.of(arguments).filter(Main::isGarbled).findFirst());
    if (garbled.isDefined()) {
      err.println(
          "anabranch: the argument '"
              + garbled.get()
              + "' did not arrive as UTF-8; write it in UTF-8, and if this Java was not started by"
              + " the launcher, start it with LC_ALL=C.UTF-8");
      return ExitCode.USAGE;
    }
    int code;
    try {
      code = line.execute(arguments);
    } catch (OutOfMemoryError full) {
      code = failed(full, line, main.debug);
    }
    line.getOut().flush();
    return code;
  }

  private static void listViews(CommandSpec command) {
    List<String> footer =
        new ArrayList<>(
            List.of("", "Views, and the columns of their keys to ask by COLUMN=VALUE:"));
    footer.addAll(WorkloadHelp.views());
    command.usageMessage().footer(footer.toArray(String[]::new));
  }

  /** Java reads bytes that are no text in the locale's encoding as this character. */
  private static boolean isGarbled(String argument) {
    return argument.indexOf('\uFFFD') >= 0;
  }

  /** Takes what {@code toString} says, in any case. */
  private static <T> CommandLine.ITypeConverter<T> oneOf(T[] known) {
    return word ->
        Stream.of(known)
            .filter(one -> one.toString().equalsIgnoreCase(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandLine.TypeConversionException(
                        "it is one of "
                            + Stream.of(known).map(T::toString).collect(Collectors.joining(", "))
                            + ", not '"
                            + word
                            + "'"));
  }

  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String message = describe(wrong);
    err.println(
        "anabranch: "
            + message
            + "; see '"
            + command.getCommandSpec().qualifiedName()
            + " --help'");
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.flush();
    return ExitCode.USAGE;
  }

  private static String describe(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched
        && command.getParent() == null
        && !unmatched.isUnknownOption()) {
      return "there is no command '"
          + unmatched.getUnmatched().get(0)
          + "'; there is "
          + String.join(", ", command.getSubcommands().keySet());
    }
    return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("wrong usage");
  }

  private static int failed(Throwable failure, CommandLine command, boolean debug) {
    PrintWriter err = command.getErr();
    if (debug) {
      failure.printStackTrace(err);
    }
    if (isOutOfMemory(failure)) {
      err.println("anabranch: " + outOfMemory(Runtime.getRuntime().maxMemory()));
      return ExitCode.FAILED;
    }
    if (failure instanceof UsageException) {
      err.println("anabranch: " + failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof InputException
        || failure instanceof SettingsException
        || failure instanceof ConnectionFailed
        || failure instanceof StoreFailure
        || failure instanceof RequestFailed
        || failure instanceof ListenException
        || failure instanceof LocalServerException) {
      err.println("anabranch: " + failure.getMessage());
    } else if (failure instanceof IOException) {
      err.println("anabranch: cannot write the answer: " + failure.getMessage());
    } else {
      err.println(
          "anabranch: a fault of its own: "
              + failure
              + "; run it again with --debug and report what it prints");
    }
    return ExitCode.FAILED;
  }

  /** Whether memory ran out here or in a thread whose failure this tells of. */
  private static boolean isOutOfMemory(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(OutOfMemoryError.class::isInstance);
  }

  private static String outOfMemory(long bytes) {
    return "what it works on does not fit in "
        + (bytes >> 20)
        + " MB of memory; give it more with ANABRANCH_JAVA_OPTS=-Xmx8g, for example (replay takes"
        + " about 8 times the size of its files), or give it less at a time";
  }
}
