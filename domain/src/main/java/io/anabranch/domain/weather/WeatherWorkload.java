package io.anabranch.domain.weather;

import io.anabranch.domain.aggregate.Average;
import io.anabranch.domain.aggregate.Measure;
import io.anabranch.domain.aggregate.Moments;
import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.view.Bucket;
import io.anabranch.domain.view.Presentation;
import io.anabranch.domain.view.Value;
import io.anabranch.domain.view.View;
import io.anabranch.domain.view.Workload;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** City weather: every observation, and the daily means and variances of a city. */
public final class WeatherWorkload {

  public static final String NAME = "weather";

  /** The topic of the observations. */
  public static final String TOPIC = "kafka-weather-events";

  private static final String TEMPERATURE = "temperature";
  private static final String FEELS_LIKE = "feels_like";
  private static final String DIFFERENCE = "temperature_minus_feels_like";

  private static final Measure<Observation, Average> MEAN_TEMPERATURE =
      mean(TEMPERATURE, Observation::temperature);
  private static final Measure<Observation, Average> MEAN_FEELS_LIKE =
      mean(FEELS_LIKE, Observation::feelsLike);
  private static final Measure<Observation, Average> MEAN_DIFFERENCE =
      mean(DIFFERENCE, Observation::difference);

  private static final Measure<Observation, Moments> TEMPERATURES =
      moments(TEMPERATURE, Observation::temperature);
  private static final Measure<Observation, Moments> FEELINGS =
      moments(FEELS_LIKE, Observation::feelsLike);
  private static final Measure<Observation, Moments> DIFFERENCES =
      moments(DIFFERENCE, Observation::difference);

  private WeatherWorkload() {}

  /**
   * The workload.
   *
   * @param decoders creates a decoder for each thread
   */
  public static Workload<Observation> create(
      Supplier<? extends EventDecoder<Observation>> decoders) {
    View<Observation> observations =
        View.of(Observation.class, "observations")
            .by("city", Observation::city)
            .per(Bucket.SECOND, Observation::epochSecond)
            .keep(MEAN_TEMPERATURE)
            .keep(MEAN_FEELS_LIKE)
            .keep(MEAN_DIFFERENCE)
            .build();
    View<Observation> cityStats =
        View.of(Observation.class, "city_stats")
            .by("city", Observation::city)
            .per(Bucket.DAY, Observation::epochSecond)
            .keep(TEMPERATURES)
            .keep(FEELINGS)
            .keep(DIFFERENCES)
            .build();
    return new Workload<>(
        NAME,
        List.of(TOPIC),
        decoders,
        List.of(observations, cityStats),
        List.of(
            Presentation.of(observations, observations.name())
                .key("city")
                .time("time")
                .show("count", row -> Value.of(row.of(MEAN_TEMPERATURE).count()))
                .show(TEMPERATURE, row -> Value.of(row.of(MEAN_TEMPERATURE).mean()))
                .show(FEELS_LIKE, row -> Value.of(row.of(MEAN_FEELS_LIKE).mean()))
                .show(DIFFERENCE, row -> Value.of(row.of(MEAN_DIFFERENCE).mean()))
                .build(),
            Presentation.of(cityStats, cityStats.name())
                .key("city")
                .time("day")
                .show("count", row -> Value.of(row.of(TEMPERATURES).count()))
                .show(TEMPERATURE + "_mean", row -> Value.of(row.of(TEMPERATURES).mean()))
                .show(FEELS_LIKE + "_mean", row -> Value.of(row.of(FEELINGS).mean()))
                .show(DIFFERENCE + "_mean", row -> Value.of(row.of(DIFFERENCES).mean()))
                .show(TEMPERATURE + "_variance", row -> Value.of(row.of(TEMPERATURES).variance()))
                .show(FEELS_LIKE + "_variance", row -> Value.of(row.of(FEELINGS).variance()))
                .show(DIFFERENCE + "_variance", row -> Value.of(row.of(DIFFERENCES).variance()))
                .build()));
  }

  private static Measure<Observation, Average> mean(
      String name, ToDoubleFunction<Observation> value) {
    return Measure.of(
        name, Average.MONOID, (average, event) -> average.add(value.applyAsDouble(event)));
  }

  private static Measure<Observation, Moments> moments(
      String name, ToDoubleFunction<Observation> value) {
    return Measure.of(
        name, Moments.MONOID, (moments, event) -> moments.add(value.applyAsDouble(event)));
  }
}
