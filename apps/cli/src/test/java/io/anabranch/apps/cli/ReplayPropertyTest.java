package io.anabranch.apps.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However the log is split into slices and publications, the rows are the same bytes and the
 * balance closes: over generated messages, broken ones among them.
 */
class ReplayPropertyTest {

  private static final int ROUNDS = 4;
  private static final int VARIANTS = 4;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"metrics", "vending", "social", "weather"})
  void showsTheSameBytesHoweverTheLogIsSplit(String workload) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      long seed = workload.hashCode() * 31L + round;
      Random random = new Random(seed);
      Path file = directory.resolve(workload + round);
      Files.writeString(file, input(workload, random, random.nextInt(200)));

      Ran kappa = replay(workload, file, 0, random.nextInt(8));

      assertThat(kappa.code()).as("seed %d: %s", seed, kappa.err()).isZero();
      for (int variant = 0; variant < VARIANTS; variant++) {
        Ran lambda = replay(workload, file, random.nextInt(12), random.nextInt(8));
        assertThat(lambda.code()).as("seed %d: %s", seed, lambda.err()).isZero();
        assertThat(lambda.out()).as("seed %d: %s", seed, lambda.err()).isEqualTo(kappa.out());
        assertThat(balance(lambda)).as("seed %d", seed).isEqualTo(balance(kappa));
      }
    }
  }

  private static Ran replay(String workload, Path file, int batches, int sliceBits) {
    return Ran.run(
        "replay",
        workload,
        "--file",
        file.toString(),
        "--batches",
        "" + batches,
        "--slice-bits",
        "" + sliceBits);
  }

  /** What became of the events, by reason. */
  private static List<String> balance(Ran ran) {
    return ran.err()
        .lines()
        .filter(line -> line.startsWith("read ") || line.startsWith("  "))
        .toList();
  }

  /** Messages, some with a position of one of three partitions, whose offsets have holes. */
  private static String input(String workload, Random random, int messages) {
    StringBuilder lines = new StringBuilder();
    long[] next = {0, random.nextInt(1000), 1L << 40};
    for (int i = 0; i < messages; i++) {
      String message = message(workload, random);
      if (random.nextInt(10) == 0) {
        message = message.substring(0, random.nextInt(message.length()));
      }
      if (random.nextInt(4) == 0) {
        lines.append(message).append('\n');
        continue;
      }
      int partition = random.nextInt(next.length);
      lines
          .append("{\"partition\":")
          .append(partition)
          .append(",\"offset\":")
          .append(next[partition])
          .append(",\"value\":")
          .append(random.nextInt(20) == 0 ? "null" : quoted(message))
          .append("}\n");
      next[partition] += 1 + (random.nextInt(5) == 0 ? random.nextInt(50) : 0);
    }
    return lines.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String message(String workload, Random random) {
    return switch (workload) {
      case "metrics" ->
          one(random, "w1", "w2", "é")
              + one(random, ".load ", ".cpu-0.cpu-idle ", " ")
              + number(random)
              + " "
              + (1_711_846_800L + random.nextInt(7_200));
      case "vending" ->
          "{\"item\":"
              + name(random)
              + ",\"price\":"
              + number(random)
              + ",\"ones\":"
              + one(random, "1", "-2", "9223372036854775807", "null", "1.0")
              + ",\"customer_id\":"
              + one(random, "1", "\"1\"", "2", "null", "-0")
              + ",\"snack_automat_id\":\"m\",\"timestamp\":\"2024-08-0"
              + random.nextInt(4)
              + " 13:31:21\"}";
      case "social" ->
          "{\"post_id\":"
              + name(random)
              + one(random, "", ",\"comment_id\":\"c\"")
              + ",\"user_id\":"
              + name(random)
              + ",\"subreddit\":\"s\",\"title\":"
              + name(random)
              + ",\"score\":"
              + one(random, "1", "2", "-9223372036854775808", "1.5")
              + ",\"created_utc\":"
              + one(random, "1711846800", "1711846800.5", "\"2024-03-31T03:00:00+02:00\"", "-1")
              + "}";
      default ->
          "{\"city\":"
              + name(random)
              + ",\"date\":\"2024-03-31 0"
              + random.nextInt(3)
              + ":00:00\",\"temperature\":"
              + number(random)
              + ",\"feels_like\":"
              + number(random)
              + "}";
    };
  }

  private static String name(Random random) {
    return one(
        random, "\"a\"", "\"b\"", "\"../é\\n\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\"");
  }

  private static String number(Random random) {
    return random.nextInt(3) > 0
        ? Double.toString(random.nextInt(1_000) / 10.0)
        : one(random, "1e308", "-1e308", "5e-324", "-0.0", "1e400", "0.1", "NaN", "1e16");
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }
}
