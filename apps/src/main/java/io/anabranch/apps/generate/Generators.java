package io.anabranch.apps.generate;

import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.WeatherWorkload;

/** The generators of the workloads that ship. */
public final class Generators {

  private Generators() {}

  /**
   * The generator of a workload.
   *
   * @throws IllegalArgumentException if no generator is there for it
   */
  public static Generator of(String workload, GeneratorSettings settings) {
    Randomness chance = new Randomness(settings.seed() * 31 + workload.hashCode());
    return switch (workload) {
      case MetricsWorkload.NAME ->
          life(settings, chance, TrafficProfile.MACHINES, new Cluster(chance));
      case VendingWorkload.NAME ->
          life(settings, chance, TrafficProfile.MEALS, new SnackMachines(chance));
      case SocialWorkload.NAME ->
          life(settings, chance, TrafficProfile.EVENINGS, new Forum(chance));
      case WeatherWorkload.NAME ->
          life(settings, chance, TrafficProfile.EVEN, new Stations(chance));
      default -> throw new IllegalArgumentException("nothing generates " + workload);
    };
  }

  private static Generator life(
      GeneratorSettings settings, Randomness chance, TrafficProfile rhythm, DataModel scene) {
    return new EventTimeline(settings, chance, rhythm, scene);
  }
}
