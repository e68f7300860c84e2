package io.anabranch.apps.cli;

import io.anabranch.apps.launch.process.DaggerSpeedComponent;
import io.anabranch.apps.layers.running.LayerProcess;
import picocli.CommandLine.Command;

/** {@code speed}: fold the log as it grows, and make it readable at once. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    header = "Fold the log as it grows, so that queries see it at once.",
    sortOptions = false,
    description = {
      "",
      "  anabranch speed metrics",
      "  anabranch speed metrics vending --servers cluster.conf",
      "",
      "Several processes share the partitions of a workload: if one ends or dies, the",
      "others take over its partitions within seconds.",
      ""
    })
final class SpeedCommand extends LayerCommand {

  SpeedCommand(Workloads workloads) {
    super(workloads);
  }

  @Override
  LayerProcess open(Surroundings around) {
    return DaggerSpeedComponent.factory()
        .create(around.servers(), around.setup(), around.closing(), around.periods())
        .process();
  }
}
