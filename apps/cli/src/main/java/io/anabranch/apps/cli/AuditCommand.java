package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.AuditProcess;
import io.anabranch.apps.launch.process.DaggerAuditComponent;
import io.anabranch.apps.layers.running.LayerProcess;
import java.time.Clock;
import picocli.CommandLine.Command;

/** {@code audit}: recount what is answered, one event at a time, straight from the log. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    header = "Recount what is answered, one event at a time, straight from the log.",
    sortOptions = false,
    description = {
      "",
      "  anabranch audit metrics",
      "  anabranch audit metrics vending --for 10m",
      "",
      "Ends with 1 and says what differs as soon as an answer is not what the log says, and",
      "with 3 if it was ended before it had gone round once.",
      ""
    })
final class AuditCommand extends LayerCommand {

  AuditCommand(Workloads workloads) {
    super(workloads);
  }

  /** Nothing checked is nothing found. */
  @Override
  int codeOf(LayerProcess process) {
    return ExitCode.of(((AuditProcess) process).report());
  }

  @Override
  LayerProcess open(Surroundings around) {
    AuditProcess process =
        DaggerAuditComponent.factory()
            .create(around.servers(), around.setup(), around.closing(), Clock.systemUTC())
            .process();
    around
        .closing()
        .alsoClosing(
            () ->
                process
                    .report()
                    .findings()
                    .forEach(finding -> err().println("anabranch: " + finding.describe())));
    return process;
  }
}
