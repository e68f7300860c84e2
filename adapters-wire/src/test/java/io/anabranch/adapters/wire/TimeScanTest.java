package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares the arithmetic with java.time. */
final class TimeScanTest {

  private static final long SEED = 19700101;

  private final Random random = new Random(SEED);

  private static long strictly(String text) {
    try {
      return text.length() == 19 && text.charAt(10) == ' '
          ? StrictTime.second(text, "t")
          : StrictTime.instant(text, "t");
    } catch (RejectedException rejected) {
      return TimeScan.NONE;
    }
  }

  private static void compare(String text) {
    byte[] bytes = DecodedEvents.utf8("\"" + text + "\"");
    assertThat(TimeScan.instant(bytes, 1, bytes.length - 1)).as(text).isEqualTo(strictly(text));
    if (text.length() == 19 && text.charAt(10) == ' ') {
      assertThat(TimeScan.second(bytes, 1, bytes.length - 1)).as(text).isEqualTo(strictly(text));
    }
  }

  @Test
  void knowsEveryDay() {
    LocalDate end = LocalDate.of(2262, 1, 3);
    for (LocalDate day = LocalDate.of(1969, 12, 30); day.isBefore(end); day = day.plusDays(1)) {
      compare(day + " 23:59:59");
    }
  }

  @Test
  void knowsWhichDaysThereAreNot() {
    for (int year : new int[] {0, 1, 1900, 1970, 2000, 2023, 2024, 2100, 2261, 9999}) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          compare("%04d-%02d-%02d 00:00:00".formatted(year, month, day));
        }
      }
    }
  }

  @Test
  void agreesOnTimesOffsetsAndFractions() {
    int[] edges = {0, 1, 5, 9, 10, 23, 24, 30, 59, 60, 61, 99};
    String[] signs = {"+", "-", "Z", "z", "", " "};
    String[] fractions = {"", "", ".5", ".123456789", ".1234567890", "."};
    for (int i = 0; i < 100_000; i++) {
      String sign = signs[random.nextInt(signs.length)];
      String offset =
          sign.isEmpty() || sign.equalsIgnoreCase("z")
              ? sign
              : sign + "%02d:%02d".formatted(edge(edges), edge(edges));
      compare(
          "%04d-0%d-2%d%s%02d:%02d:%02d%s%s"
              .formatted(
                  1969 + random.nextInt(295),
                  1 + random.nextInt(9),
                  random.nextInt(10),
                  random.nextInt(20) == 0 ? "t" : random.nextBoolean() ? "T" : " ",
                  edge(edges),
                  edge(edges),
                  edge(edges),
                  fractions[random.nextInt(fractions.length)],
                  offset));
    }
  }

  private int edge(int[] edges) {
    return edges[random.nextInt(edges.length)];
  }

  @Test
  void knowsDigitsFromOtherCharacters() {
    for (int at = 0; at < 19; at++) {
      for (char c = ' '; c < 0x7F; c++) {
        if (c != '"') {
          StringBuilder text = new StringBuilder("2024-08-01 13:31:21");
          text.setCharAt(at, c);
          compare(text.toString());
        }
      }
    }
  }
}
