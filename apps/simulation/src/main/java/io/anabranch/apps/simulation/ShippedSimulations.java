package io.anabranch.apps.simulation;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;

import io.anabranch.domain.definition.WorkloadFactory;
import io.anabranch.domain.metrics.MetricsWorkload;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.metrics.Specifications;
import io.anabranch.domain.shift.Shift;
import io.anabranch.domain.shift.ShiftCalendar;
import io.anabranch.domain.shift.WeekMinute;
import io.anabranch.domain.social.SocialWorkload;
import io.anabranch.domain.vending.VendingWorkload;
import io.anabranch.domain.view.Labels;
import io.anabranch.domain.weather.WeatherWorkload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The simulations of the workloads that ship: records of the field's formats with few keys, ties,
 * late events and now and then what no decoder takes.
 */
public final class ShippedSimulations {

  private static final long START = 1_711_828_800L; // Saturday, 2024-03-30 20:00:00 UTC
  private static final String EVENT_ID = "id";
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ShippedSimulations() {}

  /** Simulates the cluster metrics. */
  public static final class Metrics implements WorkloadSimulation {

    @Override
    public String workload() {
      return MetricsWorkload.NAME;
    }

    @Override
    public Simulation of(WorkloadFactory factory) {
      return Simulation.of(factory, ShippedSimulations::reading)
          .withParameters(nights().toParameters())
          .withLabels(ShippedSimulations::groups);
    }
  }

  /** Simulates the snack machines. */
  public static final class Vending implements WorkloadSimulation {

    @Override
    public String workload() {
      return VendingWorkload.NAME;
    }

    @Override
    public Simulation of(WorkloadFactory factory) {
      return Simulation.of(factory, ShippedSimulations::purchase).withEventId(EVENT_ID);
    }
  }

  /** Simulates the forum. */
  public static final class Social implements WorkloadSimulation {

    @Override
    public String workload() {
      return SocialWorkload.NAME;
    }

    @Override
    public Simulation of(WorkloadFactory factory) {
      return Simulation.of(factory, ShippedSimulations::post).withEventId(EVENT_ID);
    }
  }

  /** Simulates the weather. */
  public static final class Weather implements WorkloadSimulation {

    @Override
    public String workload() {
      return WeatherWorkload.NAME;
    }

    @Override
    public Simulation of(WorkloadFactory factory) {
      return Simulation.of(factory, ShippedSimulations::observation).withEventId(EVENT_ID);
    }
  }

  /** Seconds of a few minutes, the same ones again and again; one in eight is a day late. */
  private static long second(Random random) {
    long late = random.nextInt(8) == 0 ? 86_400L : 0;
    return START + random.nextInt(6) * 1_237L - late;
  }

  private static String time(Random random) {
    return SECOND.format(Instant.ofEpochSecond(second(random)));
  }

  private static String number(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "1e15";
      case 1 -> "-0.0";
      case 2 -> "1e-9";
      default -> Double.toString(random.nextInt(2_000) / 100.0 - 3);
    };
  }

  private static byte[] purchase(String topic, Random random) {
    String customer = random.nextInt(5) == 0 ? "" : "\"customer_id\":" + random.nextInt(5) + ",";
    return bytes(
        "{\"item\":\"item"
            + random.nextInt(3)
            + "\","
            + customer
            + "\"healthy_food\":\""
            + (random.nextBoolean() ? "healthy" : "not_healthy")
            + "\",\"price\":"
            + number(random)
            + ",\"snack_automat_id\":\"SNACK--"
            + random.nextInt(3)
            + "\",\"timestamp\":\""
            + time(random)
            + "\",\"ones\":"
            + (random.nextInt(5) - 1)
            + id(random));
  }

  private static byte[] observation(String topic, Random random) {
    return bytes(
        "{\"date\":\""
            + time(random)
            + "\",\"city\":\""
            + List.of("Paris", "Lyon", "Brest").get(random.nextInt(3))
            + "\",\"lon\":2.35,\"lat\":48.85,\"temperature\":"
            + number(random)
            + ",\"feels_like\":"
            + number(random)
            + id(random));
  }

  private static byte[] post(String topic, Random random) {
    String author = random.nextInt(4) == 0 ? "" : "\"user_id\":\"u" + random.nextInt(4) + "\",";
    String score = Integer.toString(random.nextInt(4) * 5 - 5);
    String at = Long.toString(second(random));
    return switch (topic) {
      case SocialWorkload.POSTS_TOPIC ->
          bytes(
              "{\"post_id\":\"p"
                  + random.nextInt(14)
                  + "\","
                  + author
                  + "\"subreddit\":\"r"
                  + random.nextInt(2)
                  + "\",\"title\":\"title "
                  + random.nextInt(3)
                  + "\",\"content\":\"text\",\"score\":"
                  + score
                  + ",\"num_comments\":1,\"created_utc\":"
                  + at
                  + ",\"timestamp\":"
                  + at
                  + id(random));
      case SocialWorkload.COMMENTS_TOPIC ->
          bytes(
              "{\"comment_id\":\"c"
                  + random.nextInt(9)
                  + "\",\"post_id\":\"p"
                  + random.nextInt(4)
                  + "\","
                  + author
                  + "\"content\":\"text\",\"score\":"
                  + score
                  + ",\"created_utc\":"
                  + at
                  + id(random));
      default ->
          bytes(
              "{\"user_id\":\"u"
                  + random.nextInt(4)
                  + "\",\"username\":\"name "
                  + random.nextInt(3)
                  + "\",\"karma\":"
                  + score
                  + ",\"created_utc\":"
                  + at
                  + ",\"timestamp\":"
                  + at
                  + id(random));
    };
  }

  /** The end of an object with an id that few others have. */
  private static String id(Random random) {
    return random.nextInt(9) == 0 ? "}" : ",\"" + EVENT_ID + "\":\"e" + random.nextInt(40) + "\"}";
  }

  private static byte[] reading(String topic, Random random) {
    String node = "worker" + random.nextInt(3);
    long second = second(random);
    if (random.nextBoolean()) {
      return bytes(
          node
              + ".cpu-0.cpu-idle "
              + number(random)
              + " "
              + second
              + "\r\n"
              + node
              + ".load.load-shortterm "
              + (random.nextInt(4) == 0 ? "nan" : number(random))
              + " "
              + second
              + "\r\n");
    }
    return bytes(
        "[{\"values\":["
            + number(random)
            + ",null],\"dstypes\":[\"gauge\",\"gauge\"],\"dsnames\":[\"shortterm\",\"midterm\"],"
            + "\"time\":"
            + second
            + ".250,\"interval\":1.000,\"host\":\""
            + node
            + "\",\"plugin\":\"load\",\"plugin_instance\":\"\",\"type\":\"load\","
            + "\"type_instance\":\"\"}]");
  }

  /** Two shifts of a zone whose clocks change on the night after the start. */
  private static ShiftCalendar nights() {
    return ShiftCalendar.of(
        List.of(
            new Shift("noche", WeekMinute.of(SUNDAY, 0, 0), WeekMinute.of(SUNDAY, 6, 0)),
            new Shift("semana", WeekMinute.of(MONDAY, 0, 0), WeekMinute.of(SUNDAY, 0, 0))),
        ZoneId.of("Europe/Madrid"));
  }

  /** Entry by entry a node moves to another group. */
  private static Labels groups(long entries) {
    List<Specification> log = new ArrayList<>();
    for (long entry = 0; entry < entries; entry++) {
      log.add(new Specification.NodeGroup("worker" + entry * 7 % 3, "g" + entry % 2));
    }
    return Specifications.of(log).groups();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
