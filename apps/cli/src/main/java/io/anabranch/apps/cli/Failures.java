package io.anabranch.apps.cli;

import io.anabranch.apps.http.ListenException;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.ConnectionFailed;
import io.anabranch.apps.layers.NotStarted;
import io.anabranch.apps.local.LocalServerException;
import io.anabranch.ports.StoreFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Prints why a command failed, with what to do next, and gives its exit code. */
final class Failures {

  private static final String PROGRAM = "anabranch: ";

  private final PrintWriter err;

  Failures(PrintWriter err) {
    this.err = err;
  }

  /** Whether an argument is not text, which is reported. */
  boolean areGarbled(String[] arguments) {
    for (String argument : arguments) {
      // Java reads bytes that are not text in the locale's encoding as this character.
      if (argument.indexOf('\uFFFD') >= 0) {
        err.println(
            PROGRAM
                + "the argument '"
                + argument
                + "' did not arrive as UTF-8; write it in UTF-8, and if this Java was not started"
                + " by the launcher, start it with LC_ALL=C.UTF-8");
        return true;
      }
    }
    return false;
  }

  /** Plugins, or settings that name them, cannot be used. */
  int unusable(Exception failure) {
    err.println(PROGRAM + failure.getMessage());
    return ExitCode.USAGE;
  }

  /** The arguments do not fit the command. */
  int wrongUsage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    err.println(
        PROGRAM
            + describe(wrong)
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

  /**
   * The command failed while it ran.
   *
   * @param isTraced whether the stack trace is wanted
   */
  int failed(Throwable failure, boolean isTraced) {
    if (isTraced) {
      failure.printStackTrace(err);
    }
    if (isOutOfMemory(failure)) {
      err.println(PROGRAM + outOfMemory(Runtime.getRuntime().maxMemory()));
      return ExitCode.FAILED;
    }
    if (failure instanceof UsageException) {
      err.println(PROGRAM + failure.getMessage());
      return ExitCode.USAGE;
    }
    err.println(PROGRAM + describe(failure));
    return ExitCode.FAILED;
  }

  private static String describe(Throwable failure) {
    if (isExpected(failure)) {
      return Remedies.withNextStep(failure);
    }
    if (failure instanceof IOException) {
      return "cannot write the output: " + failure.getMessage();
    }
    if (failure instanceof LinkageError || failure instanceof ServiceConfigurationError) {
      return "a class cannot be loaded: "
          + failure
          + "; a plugin that was built for another version of Anabranch must be built again"
          + " against this one";
    }
    return "internal error: "
        + failure
        + "; please report it with what the same command prints with --debug";
  }

  private static boolean isExpected(Throwable failure) {
    return failure instanceof InputException
        || failure instanceof SettingsException
        || failure instanceof ConnectionFailed
        || failure instanceof StoreFailure
        || failure instanceof NotStarted
        || failure instanceof RequestFailed
        || failure instanceof ListenException
        || failure instanceof LocalServerException;
  }

  /** Whether memory ran out here or in a thread whose failure this one reports. */
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
