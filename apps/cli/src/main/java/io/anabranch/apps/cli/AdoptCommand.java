package io.anabranch.apps.cli;

import io.anabranch.apps.http.query.LossMessages;
import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.Layers;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.adopt.LossReport;
import io.anabranch.domain.definition.Definition;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.ports.StoreFailure;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adopt}: accept lost records or a recreated topic, or fold everything with new code. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    header = "Show which records are lost and accept that, or fold everything with new code.",
    sortOptions = false,
    description = {
      "",
      "  anabranch adopt vending",
      "  anabranch adopt vending --accept-loss",
      "  anabranch adopt vending --new-definition",
      "",
      "If a topic was recreated, or retention deleted records before they were archived, the",
      "layers stop: nothing is merged or skipped. This command shows what is lost; it exits",
      "with 1 if anything is. With --accept-loss it closes the old topic at the end of its",
      "archive, every answer names the loss from then on, and the batch layer folds a new",
      "definition; until that has caught up, the old definition answers as before.",
      "Start layers that have stopped again afterwards.",
      "",
      "Changed settings or reference data (slice-bits, zone, event-id) need no 'adopt': the",
      "batch layer folds a new definition by itself. New code behind the same settings does:",
      "start the layers with it, then run this command with --new-definition.",
      ""
    })
final class AdoptCommand implements Callable<Integer> {

  private final Workloads workloads;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "One of ${COMPLETION-CANDIDATES}.",
      completionCandidates = Workloads.class)
  private @Nullable String name;

  @Mixin private final ServerOptions servers;

  @Option(
      names = "--accept-loss",
      description = "Accept that these records are lost. This is final.")
  private boolean isAccepted;

  @Option(
      names = "--new-definition",
      description =
          "Fold everything again as a new definition, and serve it once it has caught up.")
  private boolean isNewDefinition;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who accepts the loss, as answers name it (default: the current user).")
  private String by = System.getProperty("user.name", "");

  AdoptCommand(Workloads workloads) {
    this.workloads = workloads;
    this.servers = new ServerOptions(workloads);
  }

  @Override
  public Integer call() throws StoreFailure, SettingsException {
    if (name == null) {
      throw new UsageException(
          "Missing the workload: adopt WORKLOAD; there are " + workloads.names());
    }
    WorkloadFactory factory = workloads.demand(name);
    ServerSettings connected = servers.connect();
    WorkloadSetup setup = connected.settings().workload(factory);
    try (CloseStack closing = new CloseStack()) {
      Layers layers = DaggerReadingComponent.factory().create(connected, setup, closing).layers();
      CoverageInitializer opening = layers.coverage(setup);
      if (isAccepted) {
        opening.openWithoutReference();
      }
      LossDetection losses = layers.losses(setup.topics());
      boolean isComplete = report(setup.name(), losses);
      if (isComplete && isNewDefinition) {
        opening.followReference();
        Definition definition = layers.adoption().adopt(opening.desired());
        out()
            .println(
                setup.name()
                    + ": definition "
                    + definition.number()
                    + " is adopted; 'batch' folds it, and it serves once it has caught up");
      }
      return isComplete ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /**
   * Reports what is lost, and accepts it if asked to; whether nothing keeps the layers from
   * running.
   */
  private boolean report(String workload, LossDetection losses) throws StoreFailure {
    LossReport found = losses.find();
    if (found.isNothing()) {
      out().println(workload + ": nothing is lost");
      return true;
    }
    for (LossReport.Lost lost : found.lost()) {
      out()
          .println(
              workload
                  + ": "
                  + LossMessages.describe(lost.partition(), lost.range(), lost.cause()));
    }
    if (found.isBegun()) {
      out().println(workload + ": an earlier --accept-loss was interrupted");
    }
    for (LossReport.Obstacle obstacle : found.obstacles()) {
      err()
          .println(
              "anabranch: " + Remedies.withNextStep(obstacle.description(), obstacle.reason()));
    }
    if (!found.obstacles().isEmpty()) {
      return false;
    }
    if (!isAccepted) {
      err()
          .println(
              "anabranch: nothing is changed; --accept-loss continues without these records, and"
                  + " every answer names them");
      return false;
    }
    losses.accept(Clock.systemUTC().instant(), by);
    out()
        .println(
            workload
                + ": accepted; 'batch' folds a new definition, which serves once it has caught up");
    return true;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
