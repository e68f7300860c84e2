package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.metrics.Reading;
import io.anabranch.domain.social.SocialEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast path accepts the common shape, and its results equal those of the strict path. */
final class FastPathTest {

  private static final int CASES = 120_000;
  private static final int FRONT = 5;

  private static final List<String> PURCHASES =
      List.of(
          "{\"item\":\"apple\",\"customer_id\":146,\"healthy_food\":\"healthy\",\"price\":1.25,\"snack_automat_id\":\"SNACK--36\",\"timestamp\":\"2024-08-01"
              + " 13:31:21\",\"ones\":1,\"event\":\"e1\"}",
          "{\"item\": \"Ñandú\", \"price\": 1e-3, \"snack_automat_id\": \"a\\\"b\", \"timestamp\":"
              + " \"2261-12-31 23:59:59\", \"event\": -0}",
          "{\"more\":[{\"a\":[[],{},\"]\",-1.5e3,null,true,false]}],\"event\":12,\"ones\":null,\"item\":\"\\ud83d\\ude00\",\"customer_id\":\"\",\"price\":0.30000000000000004,\"snack_automat_id\":\"x\",\"timestamp\":\"1970-01-01"
              + " 00:00:00\",\"item\":\"b\"}");

  private static final List<String> OBSERVATIONS =
      List.of(
          "{\"date\":\"2024-01-01"
              + " 00:00:00\",\"city\":\"Brest\",\"lon\":-4.4861,\"lat\":48.3904,\"temperature\":9.16,\"feels_like\":5.94}",
          "{ \"date\" : \"2024-02-29 23:59:59\" , \"city\" : \"Orl\\u00e9ans\" , \"temperature\" :"
              + " -0.0 , \"feels_like\" : 12345678901234567890 }");

  private static final List<String> SOCIAL =
      List.of(
          "{\"post_id\": \"p6yc\", \"user_id\": null, \"subreddit\": \"programming\", \"title\":"
              + " \"A \\\"title\\\" \\u2014 \\ud83d\\ude00\", \"content\": \"\\n"
              + "\", \"score\": 727, \"num_comments\": 110, \"created_utc\":"
              + " \"2006-11-03T08:21:07+00:00\", \"timestamp\": \"2006-11-03T08:21:07+00:00\"}",
          "{\"comment_id\":\"c\",\"post_id\":\"p\",\"user_id\":\"u\",\"content\":\"ä\",\"score\":-3,\"created_utc\":1375315200.5}",
          "{\"user_id\":\"u\",\"username\":\"n\",\"karma\":12,\"created_utc\":\"2006-11-03"
              + " 08:21:07.123Z\",\"timestamp\":\"2006-11-03T08:21:07-05:30\"}");

  private static final List<String> METRICS =
      List.of(
          String.join(
              "\r\n",
              "worker01.cpu-0.cpu-idle 98.5 1710972000",
              "worker01.cpu-0.cpu-user 1.25e-3 1710972000.999"),
          """
          worker02.interface-lo.if_packets.rx 447 1795216949
          worker02.x nan 1795216949

          w.y .5 7
          """,
          "[{\"values\":[0.1,null],\"dstypes\":[\"gauge\",\"gauge\"],\"dsnames\":[\"shortterm\",\"midterm\"],\"time\":1795216983.803,\"interval\":1.000,\"host\":\"worker01.lan\",\"plugin\":\"load\",\"plugin_instance\":\"\",\"type\":\"load\",\"type_instance\":\"a\"}]",
          "[ {\"values\":[1],\"dsnames\":[\"value\"],\"time\":1,\"host\":\"w\",\"plugin\":\"p\\u00e9\",\"plugin_instance\":\"i\",\"type\":\"t\"}"
              + " , {\"values\":[1,2],\"dsnames\":[\"a\",\"b\"],\"time\":2,\"host\":\"w\",\"plugin\":\"p\",\"type\":\"t\"}"
              + " ]");

  /** Fragments that break scanners, inserted or substituted. */
  private static final String[] SNIPPETS = {
    "\"",
    "\\",
    "\\\"",
    "\\\\",
    "\\u0041",
    "\\ud83d",
    "\\ude00",
    "\\u12",
    "\\x",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u0085",
    "\u00a0",
    "é",
    "日",
    "😀",
    "\ufeff",
    "0",
    "00",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "e5",
    "e400",
    "1e400",
    "1e-400",
    "NaN",
    "Infinity",
    "-Infinity",
    "nan",
    "null",
    "true",
    "false",
    "\"\"",
    "{}",
    "[]",
    "[1,]",
    "123456789012345678901234567890",
    "9223372036854775807",
    "9223372036854775808",
    "9007199254740993",
    "1.7976931348623157e308",
    "5e-324",
    "0.1234567890123456789",
    "9214646400",
    "9214646399.9999999",
    "\"a\":1,",
    ",\"a\":{\"b\":[1]}",
    "\"item\":1,",
    "2024-02-30",
    "24:00:00",
    ":60",
    "+05:30",
    "Z",
    "/",
    "\\/",
    "w.x 1 2\n",
    "  "
  };

  private final Random random;
  private final long seed = 20240801;
  private int accepted;

  FastPathTest() {
    random = new Random(seed);
  }

  private interface Path {
    boolean decode(byte[] block, int start, int length, DecodedEvents<Object> decoded);
  }

  private void compare(List<String> records, Path fast, Path strict) {
    for (int i = 0; i < CASES; i++) {
      byte[] record = mutated(records.get(random.nextInt(records.size())));
      byte[] block = new byte[FRONT + record.length + random.nextInt(12)];
      Arrays.fill(block, (byte) "\"0}] \n".charAt(random.nextInt(6)));
      System.arraycopy(record, 0, block, FRONT, record.length);
      DecodedEvents<Object> byFast = new DecodedEvents<>();
      boolean isDecoded = fast.decode(block, FRONT, record.length, byFast);
      if (isDecoded) {
        DecodedEvents<Object> byStrict = new DecodedEvents<>();
        strict.decode(block, FRONT, record.length, byStrict);
        assertThat(byFast.entries())
            .as("seed %d, case %d: %s", seed, i, new String(record, StandardCharsets.UTF_8))
            .isEqualTo(byStrict.entries());
        accepted++;
      } else {
        assertThat(byFast.entries()).as("seed %d, case %d", seed, i).isEmpty();
      }
    }
    assertThat(accepted).as("records of the common shape").isGreaterThan(CASES / 8);
  }

  private byte[] mutated(String record) {
    byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, at);
            case 1 -> spliced(bytes, at, at + 1, "");
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(9)), "");
            case 4 -> spliced(bytes, at, at + 1, snippet());
            case 5 -> spliced(bytes, at, at, digits());
            case 6 -> valueReplaced(bytes, at);
            default -> spliced(bytes, at, at, snippet());
          };
    }
    return random.nextInt(400) == 0 && bytes.length > 0 ? deep(bytes) : bytes;
  }

  private String snippet() {
    return SNIPPETS[random.nextInt(SNIPPETS.length)];
  }

  private String digits() {
    StringBuilder built = new StringBuilder();
    for (int n = random.nextInt(25); n >= 0; n--) {
      built.append((char) ('0' + random.nextInt(10)));
    }
    return built.toString();
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] out = bytes.clone();
    out[at] ^= (byte) (1 << random.nextInt(8));
    return out;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, String with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(with.getBytes(StandardCharsets.UTF_8));
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  /** Replaces the text between a colon, comma or space and the next comma, brace or space. */
  private byte[] valueReplaced(byte[] bytes, int near) {
    int from = near;
    while (from < bytes.length && ":, [".indexOf(bytes[from]) < 0) {
      from++;
    }
    int to = Math.min(bytes.length, from + 1);
    while (to < bytes.length && ",}] \r\n".indexOf(bytes[to]) < 0) {
      to++;
    }
    String value =
        switch (random.nextInt(4)) {
          case 0 -> digits() + "." + digits();
          case 1 -> "-" + digits() + "e" + (random.nextInt(700) - 350);
          case 2 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
          default -> snippet();
        };
    return spliced(bytes, Math.min(bytes.length, from + 1), to, value);
  }

  private byte[] deep(byte[] bytes) {
    int depth = 50 + random.nextInt(1000);
    String nest = "[".repeat(depth) + "]".repeat(random.nextInt(5) == 0 ? depth - 1 : depth);
    return spliced(bytes, 1, 1, "\"deep\":" + nest + ",");
  }

  private static <E> void compareJson(
      FastPathTest test, List<String> records, JsonDecoder<E> decoder) {
    test.compare(
        records,
        (block, start, length, decoded) ->
            decoder.decodeFast("topic", block, start, length, decoded),
        (block, start, length, decoded) -> {
          decoder.decodeStrictly("topic", block, start, length, decoded);
          return true;
        });
  }

  @Test
  void decodesPurchasesLikeTheStrictPath() {
    compareJson(
        this,
        PURCHASES,
        JsonDecoder.of(DecoderSettings.defaults().withEventId("event"), PurchaseDecoder::reading));
  }

  @Test
  void decodesObservationsLikeTheStrictPath() {
    compareJson(this, OBSERVATIONS, JsonDecoder.of(ObservationDecoder::reading));
  }

  @Test
  void decodesSocialEventsLikeTheStrictPath() {
    compareJson(this, SOCIAL, (JsonDecoder<SocialEvent>) SocialDecoder.create());
  }

  @Test
  void decodesReadingsLikeTheStrictPath() {
    FastCollectd fast = new FastCollectd();
    compare(
        METRICS,
        fast::decode,
        (block, start, length, decoded) -> {
          StrictCollectd.decode(block, start, length, decoded);
          return true;
        });
  }

  @Test
  void takesTheCommonShape() {
    JsonDecoder<?> purchases = JsonDecoder.of(PurchaseDecoder::reading);
    for (String record : PURCHASES) {
      byte[] bytes = DecodedEvents.utf8(record);
      assertThat(purchases.decodeFast("t", bytes, 0, bytes.length, new DecodedEvents<>())).isTrue();
    }
    for (String record : METRICS) {
      byte[] bytes = DecodedEvents.utf8(record);
      assertThat(new FastCollectd().decode(bytes, 0, bytes.length, new DecodedEvents<Reading>()))
          .isTrue();
    }
  }
}
