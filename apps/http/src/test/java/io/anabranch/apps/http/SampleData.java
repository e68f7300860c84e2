package io.anabranch.apps.http;

import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.weather.WeatherWorkload;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random messages of a workload, and what each adds to a total that needs no layer to compute. */
interface SampleData {

  DateTimeFormatter SPACED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A message, and what it adds to the total; a rejected one adds nothing. */
  record Message(String topic, String value, long adds) {}

  String workload();

  /** The view with the total; {@link #field} is its field. */
  String view();

  String field();

  /** The unit of the total, for people. */
  String of();

  Message next(Random random, Instant at);

  static List<SampleData> all() {
    return List.of(new Metrics(), new Vending(), new Social(), new Weather());
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Sales of vending machines. */
  record Vending() implements SampleData {
    private static final List<String> ITEMS =
        List.of("apple", "banana", "chips", "chocolate", "water", "nuts", "juice");

    @Override
    public String workload() {
      return VendingWorkload.NAME;
    }

    @Override
    public String view() {
      return "items";
    }

    @Override
    public String field() {
      return "units";
    }

    @Override
    public String of() {
      return "units sold";
    }

    @Override
    public Message next(Random random, Instant at) {
      if (random.nextInt(50) == 0) {
        return new Message(VendingWorkload.TOPIC, "{\"item\":\"broken", 0);
      }
      int units = 1 + random.nextInt(3);
      return new Message(
          VendingWorkload.TOPIC,
          format(
              "{\"item\":\"%s\",\"customer_id\":%d,\"healthy_food\":\"%s\",\"price\":%d.25,"
                  + "\"snack_automat_id\":\"SNACK--%d\",\"timestamp\":\"%s\",\"ones\":%d}",
              ITEMS.get(random.nextInt(ITEMS.size())),
              random.nextInt(300),
              random.nextBoolean() ? "healthy" : "unhealthy",
              random.nextInt(3),
              random.nextInt(40),
              SPACED.format(at),
              units),
          units);
    }
  }

  /** Measurements of nodes. */
  record Metrics() implements SampleData {
    @Override
    public String workload() {
      return MetricsWorkload.NAME;
    }

    @Override
    public String view() {
      return "hourly_by_shift";
    }

    @Override
    public String field() {
      return "count";
    }

    @Override
    public String of() {
      return "readings";
    }

    @Override
    public Message next(Random random, Instant at) {
      return new Message(
          MetricsWorkload.TOPIC,
          format(
              "worker%02d.load.load %d.%d %d\r\n",
              1 + random.nextInt(6), random.nextInt(9), random.nextInt(9), at.getEpochSecond()),
          1);
    }
  }

  /** Posts. */
  record Social() implements SampleData {
    @Override
    public String workload() {
      return SocialWorkload.NAME;
    }

    @Override
    public String view() {
      return "views_subreddit_activity_v1";
    }

    @Override
    public String field() {
      return "posts";
    }

    @Override
    public String of() {
      return "posts";
    }

    @Override
    public Message next(Random random, Instant at) {
      int user = random.nextInt(200);
      if (random.nextInt(3) == 0) {
        return new Message(
            SocialWorkload.COMMENTS_TOPIC,
            format(
                "{\"comment_id\":\"c%d\",\"post_id\":\"p%d\",\"user_id\":\"u%d\",\"content\":\"so\","
                    + "\"score\":%d,\"created_utc\":%d}",
                random.nextInt(1 << 20),
                random.nextInt(500),
                user,
                random.nextInt(40),
                at.getEpochSecond()),
            0);
      }
      return new Message(
          SocialWorkload.POSTS_TOPIC,
          format(
              "{\"post_id\":\"p%d\",\"user_id\":\"u%d\",\"subreddit\":\"%s\",\"title\":\"A title\","
                  + "\"content\":\"text\",\"score\":%d,\"num_comments\":0,\"created_utc\":%d}",
              random.nextInt(1 << 20),
              user,
              List.of("rivers", "maps", "java").get(random.nextInt(3)),
              random.nextInt(900),
              at.getEpochSecond()),
          1);
    }
  }

  /** Observations of the weather in cities. */
  record Weather() implements SampleData {
    @Override
    public String workload() {
      return WeatherWorkload.NAME;
    }

    @Override
    public String view() {
      return "balance";
    }

    @Override
    public String field() {
      return "folded";
    }

    @Override
    public String of() {
      return "observations";
    }

    @Override
    public Message next(Random random, Instant at) {
      return new Message(
          "kafka-weather-events",
          format(
              "{\"date\":\"%s\",\"city\":\"%s\",\"lon\":2.35,\"lat\":48.85,\"temperature\":%d.5,"
                  + "\"feels_like\":%d.25}",
              SPACED.format(at),
              List.of("Paris", "Lyon", "Nantes", "Lille").get(random.nextInt(4)),
              random.nextInt(30),
              random.nextInt(30)),
          1);
    }
  }
}
