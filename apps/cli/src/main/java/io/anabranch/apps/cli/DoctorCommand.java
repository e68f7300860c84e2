package io.anabranch.apps.cli;

import io.anabranch.apps.http.HttpSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether this machine has what is needed, and what to do if not. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    header = "Check whether this machine has what is needed, and say what to do if not.",
    sortOptions = false,
    description = {
      "",
      "  anabranch doctor",
      "  anabranch doctor --port 8081",
      "",
      "Prints a line for each check: ok, warn or fail, and what to do.",
      "Exit status: 0 if nothing fails, 1 if something does.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @picocli.CommandLine.Option(
      names = "--port",
      defaultValue = "" + HttpSettings.DEFAULT_PORT,
      paramLabel = "N",
      description = "The port to check for demo (default: ${DEFAULT-VALUE}).")
  private int port;

  @Mixin private LocalOptions local;

  @Override
  public Integer call() {
    if (port < 1 || port > 65_535) {
      throw new UsageException("--port takes 1 to 65535, not " + port);
    }
    PrintWriter out = spec.commandLine().getOut();
    Diagnosis diagnosis = Diagnosis.of(ThisMachine.look(port));
    diagnosis.findings().forEach(finding -> out.println(finding.line()));
    ServersDiagnosis.of(local.servers().statuses(), Memory.ofThisMachine())
        .forEach(finding -> out.println(finding.line()));
    return diagnosis.runs() ? ExitCode.OK : ExitCode.FAILED;
  }
}
