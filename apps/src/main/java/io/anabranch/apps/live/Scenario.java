package io.anabranch.apps.live;

import io.anabranch.apps.wiring.WorkloadSetup;
import io.anabranch.apps.workloads.Workloads;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.metrics.Reading;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.social.SocialEvent;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.Purchase;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.Observation;
import io.anabranch.domain.weather.WeatherWorkload;
import io.vavr.control.Option;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Function;

/**
 * What is particular about a workload that runs live.
 *
 * @param reference the topic of its reference log, if it has one
 * @param desired the definition that should serve, as the reference log has it: where it changes, a
 *     new one is adopted
 */
record Scenario(
    WorkloadFactory factory,
    Option<String> reference,
    Function<Specifications, DefinitionSpec> desired,
    ValidationMeasure validated) {

  /** Orders repeat within fewer records of a partition than this. */
  private static final long ORDER_HORIZON = 500;

  private static final String WATCHED_NODE = "worker01";
  private static final String WATCHED_INDICATOR = "load.load.shortterm";
  private static final String WATCHED_USER = "u_automoderator";
  private static final String WATCHED_CITY = "Paris";

  WorkloadSetup setup() {
    return new WorkloadSetup(factory, reference, desired);
  }

  String name() {
    return factory.workload();
  }

  static Scenario of(String workload, SliceBits slices) {
    WorkloadFactory factory =
        Workloads.all().stream()
            .filter(f -> f.workload().equals(workload))
            .findFirst()
            .orElseThrow();
    DefinitionSpec plain = DefinitionSpec.of(workload, slices);
    return switch (workload) {
      case MetricsWorkload.NAME ->
          new Scenario(
              factory,
              Option.some(MetricsWorkload.REFERENCE_TOPIC),
              told -> plain.withParameters(calendar(told).toParameters()),
              metrics());
      case VendingWorkload.NAME ->
          new Scenario(
              factory,
              Option.none(),
              told -> plain.withDuplicates(new DuplicateRule("order", ORDER_HORIZON)),
              vending());
      case SocialWorkload.NAME -> new Scenario(factory, Option.none(), told -> plain, social());
      case WeatherWorkload.NAME -> new Scenario(factory, Option.none(), told -> plain, weather());
      default -> throw new IllegalArgumentException("nothing is known of " + workload);
    };
  }

  private static ShiftCalendar calendar(Specifications told) {
    return ShiftCalendar.of(told.shifts(), ZoneId.of("Europe/Madrid"));
  }

  private static ValidationMeasure metrics() {
    Utf8 node = Utf8.of(WATCHED_NODE);
    Utf8 indicator = Utf8.of(WATCHED_INDICATOR);
    return new ValidationMeasure(
        "readings of " + WATCHED_INDICATOR + " of " + WATCHED_NODE,
        "hourly",
        Query.ALL.with(Map.of("node", node, "indicator", indicator)),
        "count",
        event ->
            event instanceof Reading reading
                    && reading.node().equals(node)
                    && reading.indicator().equals(indicator)
                ? 1
                : 0);
  }

  private static ValidationMeasure vending() {
    return new ValidationMeasure(
        "units sold",
        "healthy",
        Query.ALL,
        "units",
        event -> event instanceof Purchase purchase ? purchase.units() : 0);
  }

  private static ValidationMeasure social() {
    Utf8 user = Utf8.of(WATCHED_USER);
    return new ValidationMeasure(
        "comments of " + WATCHED_USER,
        "views_user_activity_v1",
        Query.ALL.with(Map.of("user_id", user)),
        "comments",
        event ->
            event instanceof SocialEvent.Comment comment && comment.author().contains(user)
                ? 1
                : 0);
  }

  private static ValidationMeasure weather() {
    Utf8 city = Utf8.of(WATCHED_CITY);
    return new ValidationMeasure(
        "observations of " + WATCHED_CITY,
        "city_stats",
        Query.ALL.with(Map.of("city", city)),
        "count",
        event ->
            event instanceof Observation observation && observation.city().equals(city) ? 1 : 0);
  }
}
