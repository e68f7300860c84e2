package io.anabranch.apps.benchmarks;

import io.anabranch.domain.log.Partition;
import io.anabranch.domain.log.RecordBatch;
import io.anabranch.domain.log.Topic;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;

/** Records for benchmarks, the same in every run. */
final class Samples {

  /** Number of records in a batch. */
  static final int BATCH = 16_384;

  /** Keys of the synthetic events; with {@link #MINUTES} each they make 60,000 rows. */
  static final int KEYS = 1000;

  static final int MINUTES = 60;

  /** The first second of the synthetic events. */
  static final long START = 1_767_225_600;

  private static final String[] SHELLS = {"cpu-0.cpu-idle", "memory.memory-used", "load.load"};

  private Samples() {}

  /** A partition of a topic that exists in no log. */
  static Partition partition(String topic) {
    return new Partition(new Topic(topic, new UUID(0, 1)), 0);
  }

  /** Batches of a partition, from offset 0. */
  static List<RecordBatch> batches(
      Partition partition, int records, Function<SplittableRandom, String> sample) {
    SplittableRandom random = new SplittableRandom(7);
    List<RecordBatch> batches = new ArrayList<>();
    for (int from = 0; from < records; from += BATCH) {
      int next = Math.min(records, from + BATCH);
      RecordBatch.Builder batch = RecordBatch.builder(partition, from);
      for (int i = from; i < next; i++) {
        byte[] value = sample.apply(random).getBytes(StandardCharsets.UTF_8);
        batch.add(i, START * 1000 + i, Option.none(), Option.some(value));
      }
      batches.add(batch.build(next));
    }
    return batches;
  }

  /** 200 bytes: a key, a second within the hour, a value, and fields that are not read. */
  static String synthetic(SplittableRandom random) {
    StringBuilder json = new StringBuilder(200);
    json.append("{\"key\":\"key-").append(10_000 + random.nextInt(KEYS));
    json.append("\",\"time\":").append(START + random.nextInt(MINUTES * 60));
    json.append(",\"value\":").append(cents(random, 100_000));
    json.append(",\"source\":\"").append(Long.toHexString(random.nextLong()));
    json.append("\",\"note\":\"");
    while (json.length() < 198) {
      json.append((char) ('a' + random.nextInt(26)));
    }
    return json.append("\"}").toString();
  }

  /** One Graphite line. */
  static String graphite(SplittableRandom random) {
    return node(random)
        + '.'
        + SHELLS[random.nextInt(SHELLS.length)]
        + ' '
        + cents(random, 10_000)
        + ' '
        + second(random)
        + "\r\n";
  }

  /** One value list of collectd's JSON. */
  static String collectd(SplittableRandom random) {
    return "[{\"values\":["
        + cents(random, 10_000)
        + "],\"dstypes\":[\"gauge\"],\"dsnames\":[\"value\"],\"time\":"
        + second(random)
        + ".123,\"interval\":10.000,\"host\":\""
        + node(random)
        + ".example.org\",\"plugin\":\"cpu\",\"plugin_instance\":\""
        + random.nextInt(8)
        + "\",\"type\":\"cpu\",\"type_instance\":\"idle\"}]";
  }

  /** A purchase. */
  static String purchase(SplittableRandom random) {
    return "{\"item\":\"snack-"
        + random.nextInt(40)
        + "\",\"snack_automat_id\":\"automat-"
        + random.nextInt(200)
        + "\",\"price\":"
        + cents(random, 500)
        + ",\"timestamp\":\""
        + local(random)
        + "\",\"healthy_food\":\""
        + (random.nextBoolean() ? "healthy" : "not_healthy")
        + "\",\"customer_id\":"
        + random.nextInt(20_000)
        + "}";
  }

  /** A post. */
  static String post(SplittableRandom random) {
    return "{\"post_id\":\"t3_"
        + Integer.toString(random.nextInt(1_000_000), 36)
        + "\",\"user_id\":\"u_"
        + random.nextInt(5000)
        + "\",\"subreddit\":\"sub"
        + random.nextInt(50)
        + "\",\"title\":\"What do you think of number "
        + random.nextInt(100_000)
        + "?\",\"score\":"
        + random.nextInt(10_000)
        + ",\"created_utc\":"
        + second(random)
        + "}";
  }

  /** The weather of a city. */
  static String weather(SplittableRandom random) {
    return "{\"date\":\""
        + local(random)
        + "\",\"city\":\"City "
        + random.nextInt(300)
        + "\",\"lon\":2.35,\"lat\":48.85,\"temperature\":"
        + cents(random, 4000)
        + ",\"feels_like\":"
        + cents(random, 4000)
        + ",\"humidity\":"
        + random.nextInt(100)
        + ",\"description\":\"scattered clouds\"}";
  }

  private static String node(SplittableRandom random) {
    return "worker" + (10 + random.nextInt(64));
  }

  private static long second(SplittableRandom random) {
    return START + random.nextInt(3600);
  }

  private static String local(SplittableRandom random) {
    int second = random.nextInt(86_400);
    return String.format(
        Locale.ROOT, "2026-01-01 %02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
  }

  private static String cents(SplittableRandom random, int bound) {
    int cents = random.nextInt(bound);
    return cents / 100 + "." + (char) ('0' + cents / 10 % 10) + (char) ('0' + cents % 10);
  }
}
