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
    header = "Recount answers one event at a time from the log, and report differences.",
    sortOptions = false,
    description = {
      "",
      "  anabranch audit metrics",
      "  anabranch audit metrics vending --for 10m",
      "",
      "Exits with 1 and reports the difference as soon as an answer differs from the log, and",
      "with 3 if it was stopped before its first cycle was complete.",
      ""
    })
final class AuditCommand extends LayerCommand {

  AuditCommand(Workloads workloads) {
    super(workloads);
  }

  /** An audit that has checked nothing has not found that all is well. */
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
