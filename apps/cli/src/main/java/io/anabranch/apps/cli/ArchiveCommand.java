package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.DaggerArchiveComponent;
import io.anabranch.apps.layers.running.LayerProcess;
import java.time.Clock;
import picocli.CommandLine.Command;

/** {@code archive}: copy the log into the master dataset, as it grows. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    header = "Copy the log into the master dataset as it grows.",
    sortOptions = false,
    description = {
      "",
      "  anabranch archive metrics",
      "  anabranch archive metrics vending --servers cluster.conf --set archive.every=30s",
      "",
      "Any number of archivers may run: if two archive the same offsets, the second",
      "continues at the end of the first one's file.",
      ""
    })
final class ArchiveCommand extends LayerCommand {

  ArchiveCommand(Workloads workloads) {
    super(workloads);
  }

  @Override
  LayerProcess open(Surroundings around) {
    return DaggerArchiveComponent.factory()
        .create(
            around.servers(), around.setup(), around.closing(), around.periods(), Clock.systemUTC())
        .process();
  }
}
