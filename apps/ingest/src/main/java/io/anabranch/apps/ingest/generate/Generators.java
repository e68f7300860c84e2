package io.anabranch.apps.ingest.generate;

import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.WeatherWorkload;
import io.vavr.control.Option;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds the generators of workloads, built-in and of plugins. */
public final class Generators {

  private Generators() {}

  /** Whether the jar of a workload provides a generator. */
  public static boolean exists(WorkloadFactory workload) {
    return find(workload).isDefined();
  }

  /** The generator of a workload; none if its jar provides none. */
  public static Option<Generator> of(WorkloadFactory workload, GeneratorSettings settings) {
    return find(workload).map(factory -> factory.create(settings));
  }

  private static Option<GeneratorFactory> find(WorkloadFactory workload) {
    for (GeneratorFactory factory :
        ServiceLoader.load(GeneratorFactory.class, workload.getClass().getClassLoader())) {
      if (factory.workload().equals(workload.workload())) {
        return Option.some(factory);
      }
    }
    return Option.none();
  }

  /**
   * The generator of a workload.
   *
   * @throws IllegalArgumentException if the jar of the workload provides none
   */
  public static Generator demand(WorkloadFactory workload, GeneratorSettings settings) {
    return of(workload, settings)
        .getOrElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no generator for workload "
                        + workload.workload()
                        + ": its jar provides no "
                        + GeneratorFactory.class.getName()));
  }

  private static Generator timeline(
      String workload,
      GeneratorSettings settings,
      TrafficProfile traffic,
      Function<Randomness, DataModel> model) {
    Randomness random = new Randomness(settings.seed() * 31 + workload.hashCode());
    return new EventTimeline(settings, random, traffic, model.apply(random));
  }

  /** Metrics of a cluster. */
  public static final class Metrics implements GeneratorFactory {

    @Override
    public String workload() {
      return MetricsWorkload.NAME;
    }

    @Override
    public Generator create(GeneratorSettings settings) {
      return timeline(workload(), settings, TrafficProfile.MACHINES, Cluster::new);
    }
  }

  /** Sales of snack machines. */
  public static final class Vending implements GeneratorFactory {

    @Override
    public String workload() {
      return VendingWorkload.NAME;
    }

    @Override
    public Generator create(GeneratorSettings settings) {
      return timeline(workload(), settings, TrafficProfile.MEALS, SnackMachines::new);
    }
  }

  /** Posts and comments of a forum. */
  public static final class Social implements GeneratorFactory {

    @Override
    public String workload() {
      return SocialWorkload.NAME;
    }

    @Override
    public Generator create(GeneratorSettings settings) {
      return timeline(workload(), settings, TrafficProfile.EVENINGS, Forum::new);
    }
  }

  /** Observations of weather stations. */
  public static final class Weather implements GeneratorFactory {

    @Override
    public String workload() {
      return WeatherWorkload.NAME;
    }

    @Override
    public Generator create(GeneratorSettings settings) {
      return timeline(workload(), settings, TrafficProfile.EVEN, Stations::new);
    }
  }
}
