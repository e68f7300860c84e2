package io.anabranch.apps.ingest.generate;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Formats times and numbers of messages. */
final class JsonTemplates {

  private JsonTemplates() {}

  /** {@code yyyy-MM-dd HH:mm:ss} in UTC. */
  static String time(long epochSecond) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(19);
    text.append(time.getYear());
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append(' '), time.getHour());
    two(text.append(':'), time.getMinute());
    two(text.append(':'), time.getSecond());
    return text.toString();
  }

  /** RFC 3339, in UTC. */
  static String instant(long epochSecond) {
    return time(epochSecond).replace(' ', 'T') + "Z";
  }

  private static void two(StringBuilder text, int number) {
    text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /** With two decimal places. */
  static String cents(double number) {
    long cents = Math.round(number * 100);
    StringBuilder text = new StringBuilder(cents < 0 ? "-" : "");
    long left = Math.abs(cents);
    text.append(left / 100).append('.');
    two(text, (int) (left % 100));
    return text.toString();
  }
}
