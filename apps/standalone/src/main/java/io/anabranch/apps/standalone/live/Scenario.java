package io.anabranch.apps.standalone.live;

import io.anabranch.apps.http.status.ValidationMeasure;
import io.anabranch.apps.layers.WorkloadSetup;
import io.anabranch.domain.answer.Query;
import io.anabranch.domain.definition.DefinitionSpec;
import io.anabranch.domain.definition.DuplicateRule;
import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.log.SliceBits;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.metrics.Reading;
import io.anabranch.domain.social.SocialEvent;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.Purchase;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.Observation;
import io.anabranch.domain.weather.WeatherWorkload;
import java.util.Map;

/** The setup of a workload in a demo, and the total that its validation view shows. */
record Scenario(WorkloadSetup setup, ValidationMeasure validated) {

  /** Duplicate orders are fewer records of a partition apart than this. */
  private static final long ORDER_HORIZON = 500;

  private static final String WATCHED_NODE = "worker01";
  private static final String WATCHED_INDICATOR = "load.load.shortterm";
  private static final String WATCHED_USER = "u_automoderator";
  private static final String WATCHED_CITY = "Paris";

  WorkloadFactory factory() {
    return setup.factory();
  }

  String name() {
    return setup.name();
  }

  /** The scenario of a workload; that of a plugin validates the number of events. */
  static Scenario of(WorkloadFactory factory, SliceBits slices) {
    DefinitionSpec plain = DefinitionSpec.of(factory.workload(), slices);
    WorkloadSetup setup = WorkloadSetup.of(factory, plain);
    return switch (factory.workload()) {
      case MetricsWorkload.NAME ->
          new Scenario(setup.with(Map.of("zone", "Europe/Madrid")), metrics());
      case VendingWorkload.NAME ->
          new Scenario(
              WorkloadSetup.of(
                  factory, plain.withDuplicates(new DuplicateRule("order", ORDER_HORIZON))),
              vending());
      case SocialWorkload.NAME -> new Scenario(setup, social());
      case WeatherWorkload.NAME -> new Scenario(setup, weather());
      default -> new Scenario(setup, ValidationMeasure.BALANCE);
    };
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
