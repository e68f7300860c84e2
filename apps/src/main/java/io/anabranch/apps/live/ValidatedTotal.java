package io.anabranch.apps.live;

import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.WeatherWorkload;
import io.vavr.control.Option;

/**
 * Which column of a workload the validation view adds up over all rows: one whose values add up,
 * such as a count or a sum. Choose a presentation of few rows: all of them are read for each point.
 *
 * @param presentation what is shown, by its name
 * @param column one of its values, by its name
 * @param words what it is a total of, for people: "units sold"
 */
public record ValidatedTotal(String presentation, String column, String words) {

  /** That of a workload that ships; none of any other, which names its own. */
  public static Option<ValidatedTotal> shipped(String workload) {
    return switch (workload) {
      case VendingWorkload.NAME -> Option.some(new ValidatedTotal("items", "units", "units sold"));
      case MetricsWorkload.NAME ->
          Option.some(new ValidatedTotal("hourly_by_shift", "count", "readings"));
      case SocialWorkload.NAME ->
          Option.some(new ValidatedTotal("views_subreddit_activity_v1", "posts", "posts"));
      case WeatherWorkload.NAME ->
          Option.some(new ValidatedTotal("city_stats", "count", "observations"));
      default -> Option.none();
    };
  }
}
