package io.anabranch.apps.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Parses the command line and runs the verb it names. */
@Command(
    name = "anabranch",
    mixinStandardHelpOptions = true,
    version = "anabranch 0.1.0-SNAPSHOT",
    description = "A Lambda architecture whose batch and speed layers always meet exactly.")
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /**
   * Runs one command and exits with its code: 0 ok, 1 failed, 2 wrong usage.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
