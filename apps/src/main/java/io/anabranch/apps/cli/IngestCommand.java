package io.anabranch.apps.cli;

import io.anabranch.apps.generate.GeneratorSettings;
import io.anabranch.apps.generate.Generators;
import io.anabranch.apps.process.DaggerIngestComponent;
import io.anabranch.apps.process.GeneratedSource;
import io.anabranch.apps.process.IngestProcess;
import io.anabranch.apps.process.LayerProcess;
import io.anabranch.apps.replay.InputProblem;
import io.anabranch.domain.definition.WorkloadFactory;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest}: send records into the log: a recording, or what a generator makes up. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    header = "Send records into the log: a recording, or what a generator makes up.",
    sortOptions = false,
    description = {
      "",
      "  anabranch ingest metrics --file samples/collectd.ndjson --reference samples/especificaciones.ndjson",
      "  anabranch ingest vending --generate 500",
      "",
      "Makes topics that are not there. A recording is sent once; a generator sends so",
      "many records a second, as they happen, until Ctrl-C.",
      ""
    })
final class IngestCommand extends LayerCommand {

  private static final double MOST_RECORDS = 1e7;

  @Mixin private RecordedOptions recorded = new RecordedOptions();

  @Option(
      names = "--generate",
      paramLabel = "N",
      description = "Make up so many records a second, instead of sending a file.")
  private @Nullable Double generated;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Decides what is made up: the same seed gives the same records.")
  private long seed;

  @Override
  LayerProcess open(Surroundings around) throws InputProblem {
    return DaggerIngestComponent.factory()
        .create(
            around.servers(),
            around.setup(),
            around.closing(),
            source(around.setup().factory(), Clock.systemUTC()),
            words -> err().println("anabranch: " + words))
        .process();
  }

  private IngestProcess.Source source(WorkloadFactory factory, Clock clock) throws InputProblem {
    if (generated == null) {
      recorded.checkFiles();
      recorded.check(factory);
      return recorded.source(factory, clock, err());
    }
    if (recorded.hasFiles()) {
      throw new Usage("--generate and --file are two sources: give one of them");
    }
    double rate = generated;
    if (!(rate > 0 && rate <= MOST_RECORDS)) {
      throw new Usage("--generate takes a number of records a second above 0, not " + rate);
    }
    return new GeneratedSource(
        Generators.of(factory.workload(), new GeneratorSettings(seed, clock.instant(), rate)),
        clock);
  }
}
