package io.anabranch.apps.cli;

import io.anabranch.apps.http.ListenProblem;
import io.anabranch.apps.replay.InputProblem;
import io.anabranch.domain.answer.Layer;
import io.anabranch.ports.StoreFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "  anabranch query vending.items item=apple",
      "  anabranch doctor",
      "  anabranch replay --help",
      ""
    },
    footer = {
      "",
      "Exit status: 0 ok, 1 failed, 2 wrong usage, 3 incomplete answer,",
      "130 interrupted."
    },
    subcommands = {
      DemoCommand.class,
      ReplayCommand.class,
      QueryCommand.class,
      SimulateCommand.class,
      DoctorCommand.class
    })
public final class Main implements Runnable {

  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
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
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    int code = run(arguments, out, err);
    if (out.checkError() && code == ExitCode.OK) {
      err.println(
          "anabranch: the answer could not be written in full;"
              + " its reader has gone, or there is no space left");
      code = ExitCode.FAILED;
    }
    System.exit(code);
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
    line.setParameterExceptionHandler(Main::wrongUsage);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> failed(failure, command, main.debug));
    int code = line.execute(arguments);
    line.getOut().flush();
    return code;
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
    String message = words(wrong);
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

  private static String words(ParameterException wrong) {
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

  private static int failed(Exception failure, CommandLine command, boolean debug) {
    PrintWriter err = command.getErr();
    if (debug) {
      failure.printStackTrace(err);
    }
    if (failure instanceof Usage) {
      err.println("anabranch: " + failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof InputProblem
        || failure instanceof StoreFailure
        || failure instanceof Unanswered
        || failure instanceof ListenProblem) {
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
}
