package io.anabranch.apps.cli;

import io.anabranch.apps.ingest.GeneratedSource;
import io.anabranch.apps.ingest.IngestProcess;
import io.anabranch.apps.ingest.generate.GeneratorSettings;
import io.anabranch.apps.ingest.generate.Generators;
import io.anabranch.apps.ingest.recorded.InputException;
import io.anabranch.apps.ingest.weather.PolledSource;
import io.anabranch.apps.launch.process.DaggerIngestComponent;
import io.anabranch.apps.launch.settings.SettingsException;
import io.anabranch.apps.layers.running.LayerProcess;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.weather.WeatherWorkload;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ingest}: send records into the log: recorded, generated, or the current weather. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    header = "Send records into the log: recorded, generated, or the current weather.",
    sortOptions = false,
    description = {
      "",
      "  anabranch ingest metrics --file samples/collectd.ndjson --reference samples/especificaciones.ndjson",
      "  anabranch ingest vending --generate 500",
      "  anabranch ingest weather --poll 10m",
      "",
      "Creates topics that do not exist. A recording is sent once. --generate sends records at",
      "a rate, with current times, until Ctrl-C. --poll asks OpenWeatherMap for the weather of",
      "twelve French cities until Ctrl-C; its key is in the environment variable",
      "ANABRANCH_WEATHER_API_KEY or in the file that weather.api-key-file names.",
      ""
    })
final class IngestCommand extends LayerCommand {

  private static final double MOST_RECORDS = 1e7;

  @Mixin private RecordedOptions recorded = new RecordedOptions();

  @Option(
      names = "--generate",
      paramLabel = "N",
      description = "Send generated records, this many per second, instead of a file.")
  private @Nullable Double generated;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "The seed of the generator: the same seed gives the same records.")
  private long seed;

  @Option(
      names = "--poll",
      arity = "0..1",
      paramLabel = "TIME",
      fallbackValue = "10m",
      converter = DurationArgument.class,
      description =
          "Ask OpenWeatherMap for the weather at this interval (default: 10m); for weather only.")
  private @Nullable Duration polled;

  IngestCommand(Workloads workloads) {
    super(workloads);
  }

  @Override
  LayerProcess open(Surroundings around) throws InputException, SettingsException {
    return DaggerIngestComponent.factory()
        .create(
            around.servers(),
            around.setup(),
            around.closing(),
            source(around, Clock.systemUTC()),
            this::report)
        .process();
  }

  private void report(String description) {
    err().println("anabranch: " + description);
  }

  private IngestProcess.Source source(Surroundings around, Clock clock)
      throws InputException, SettingsException {
    WorkloadFactory factory = around.setup().factory();
    if (polled != null) {
      return polled(around, polled, clock);
    }
    if (generated == null) {
      recorded.checkFiles();
      recorded.check(factory);
      return recorded.source(factory, clock, err());
    }
    if (recorded.hasFiles()) {
      throw new UsageException("--generate and --file are different sources: give one of them");
    }
    double rate = generated;
    if (!(rate > 0 && rate <= MOST_RECORDS)) {
      throw new UsageException(
          "--generate takes a number of records a second above 0, not " + rate);
    }
    workloads().demandGenerator(factory.workload());
    return new GeneratedSource(
        Generators.demand(factory, new GeneratorSettings(seed, clock.instant(), rate)), clock);
  }

  private IngestProcess.Source polled(Surroundings around, Duration every, Clock clock)
      throws SettingsException {
    if (recorded.hasFiles() || generated != null) {
      throw new UsageException(
          "--poll, --generate and --file are different sources: give one of them");
    }
    if (!around.setup().name().equals(WeatherWorkload.NAME)) {
      throw new UsageException("--poll is for weather, not for " + around.setup().name());
    }
    PolledSource source =
        new PolledSource(
            around.servers().settings().weather().polling(), every, clock, this::report);
    around.closing().alsoClosing(source::close);
    return source;
  }
}
