package io.anabranch.apps.cli;

import io.anabranch.apps.http.query.LossWords;
import io.anabranch.apps.launch.process.DaggerReadingComponent;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.launch.wiring.CloseStack;
import io.anabranch.apps.launch.wiring.ServerSettings;
import io.anabranch.apps.layers.LayerPorts;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.apps.layers.adopt.CoverageInitializer;
import io.anabranch.apps.layers.adopt.LossDetection;
import io.anabranch.apps.layers.adopt.LossReport;
import io.anabranch.apps.layers.batch.Adoption;
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

/** {@code adopt}: go on after a topic was recreated or records were lost, or by new code. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    header = "Show what is lost of the log and go on without, or fold everything by new code.",
    sortOptions = false,
    description = {
      "",
      "  anabranch adopt vending",
      "  anabranch adopt vending --accept-loss",
      "  anabranch adopt vending --new-definition",
      "",
      "Where a topic was recreated, or retention was faster than the archive, the layers",
      "stop: nothing is merged or skipped. This shows what is lost, and ends with 1 if",
      "anything is. With --accept-loss the old topic is closed at the end of what is",
      "archived of it, the loss is named in every answer from then on, and the batch layer",
      "folds a new definition; until that has come as far, the old one answers what it did.",
      "Layers that have ended are to be started again.",
      "",
      "What changes with the settings or the shifts (slice-bits, zone, event-id) needs no",
      "'adopt': the batch layer folds that by itself. New code behind the same settings",
      "does: start the layers with it, then run this with --new-definition.",
      ""
    })
final class AdoptCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKLOAD",
      description = "One of ${COMPLETION-CANDIDATES}.",
      completionCandidates = WorkloadHelp.class)
  private @Nullable String name;

  @Mixin private ServerOptions servers = new ServerOptions();

  @Option(names = "--accept-loss", description = "Go on without what is lost. It is final.")
  private boolean isAccepted;

  @Option(
      names = "--new-definition",
      description = "Fold everything again under a new number, and serve that once it is as far.")
  private boolean isAnew;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who accepts it, as answers name it: you unless told.")
  private String by = System.getProperty("user.name", "");

  @Override
  public Integer call() throws StoreFailure, SettingsException {
    if (name == null) {
      throw new UsageException(
          "Missing the workload: adopt WORKLOAD; there are "
              + String.join(", ", WorkloadHelp.names()));
    }
    WorkloadFactory factory = RecordedOptions.factory(name);
    ServerSettings connected = servers.connect();
    WorkloadSetup setup = connected.settings().workload(factory);
    try (CloseStack closing = new CloseStack()) {
      LayerPorts ports = DaggerReadingComponent.factory().create(connected, setup, closing).ports();
      CoverageInitializer opening = new CoverageInitializer(setup, ports);
      if (isAccepted) {
        opening.openWithoutReference();
      }
      LossDetection losses =
          new LossDetection(
              setup.name(),
              setup.topics(),
              setup.factory().referenceTopics(),
              ports.ledger(),
              ports.progress(),
              ports.log(),
              ports.archive());
      boolean goesOn = goesOn(setup.name(), losses);
      if (goesOn && isAnew) {
        opening.followReference();
        Definition definition =
            new Adoption(setup.name(), ports.ledger(), ports.progress()).adopt(opening.desired());
        out()
            .println(
                setup.name()
                    + ": definition "
                    + definition.number()
                    + " is adopted; 'batch' folds it, and it serves once it is as far");
      }
      return goesOn ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Tells what is lost, and accepts it if that is wanted; whether layers can go on now. */
  private boolean goesOn(String workload, LossDetection losses) throws StoreFailure {
    LossReport found = losses.find();
    if (found.isNothing()) {
      out().println(workload + ": nothing is lost");
      return true;
    }
    for (LossReport.Lost lost : found.lost()) {
      out()
          .println(
              workload + ": " + LossWords.describe(lost.partition(), lost.range(), lost.cause()));
    }
    if (found.isBegun()) {
      out()
          .println(workload + ": something was named as lost, and that was not brought to its end");
    }
    found.hopeless().forEach(description -> err().println("anabranch: " + description));
    if (!found.hopeless().isEmpty()) {
      return false;
    }
    if (!isAccepted) {
      err()
          .println(
              "anabranch: nothing is changed; with --accept-loss the layers go on without what is"
                  + " lost, and every answer names it");
      return false;
    }
    losses.accept(Clock.systemUTC().instant(), by);
    out()
        .println(
            workload
                + ": accepted; 'batch' folds a new definition, which serves once it is as far");
    return true;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
