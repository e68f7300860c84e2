package io.anabranch.adapters.wire;

import java.nio.charset.StandardCharsets;

/** Parses times in bytes to seconds since 1970, by arithmetic alone. */
final class TimeScan {

  /** The time does not have the common shape, or is out of range. */
  static final long NONE = -1;

  private static final int DAY_SECONDS = 86_400;
  private static final int SECOND_LENGTH = 19;
  private static final long DATE = word("0000-00-");
  private static final long TIME = word("00:00:00");

  // Added to a byte, these carry a value above 9, or a separator above 0, into its high bit.
  private static final long DATE_EXCESS = 0x7F76767F76767676L;
  private static final long TIME_EXCESS = 0x76767F76767F7676L;

  private static final byte[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private TimeScan() {}

  private static long word(String text) {
    return Bytes.word(text.getBytes(StandardCharsets.US_ASCII), 0);
  }

  /** {@code yyyy-MM-dd HH:mm:ss}. */
  static long second(byte[] bytes, int start, int end) {
    return end - start == SECOND_LENGTH && bytes[start + 10] == ' '
        ? inRange(local(bytes, start))
        : NONE;
  }

  /** RFC 3339 with an optional offset; a fraction of up to nine digits is truncated. */
  static long instant(byte[] bytes, int start, int end) {
    if (end - start < SECOND_LENGTH || (bytes[start + 10] != 'T' && bytes[start + 10] != ' ')) {
      return NONE;
    }
    long local = local(bytes, start);
    if (local == NO_TIME) {
      return NONE;
    }
    int at = start + SECOND_LENGTH;
    if (at < end && bytes[at] == '.') {
      int first = at + 1;
      at = first;
      while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
        at++;
      }
      if (at == first || at > first + 9) {
        return NONE;
      }
    }
    if (at == end || (at == end - 1 && bytes[at] == 'Z')) {
      return inRange(local);
    }
    if (end - at != 6 || (bytes[at] != '+' && bytes[at] != '-') || bytes[at + 3] != ':') {
      return NONE;
    }
    int hours = pair(bytes, at + 1);
    int minutes = pair(bytes, at + 4);
    int offset = hours * 3600 + minutes * 60;
    if ((hours | minutes) < 0 || offset >= DAY_SECONDS) {
      return NONE;
    }
    return inRange(bytes[at] == '-' ? local + offset : local - offset);
  }

  private static final long NO_TIME = Long.MIN_VALUE;

  private static long inRange(long second) {
    return second >= 0 && second < StrictTime.END ? second : NONE;
  }

  /** The date and time of day at the start, with any separator between the two. */
  private static long local(byte[] bytes, int start) {
    // A digit becomes its value and the separator 0; any excess shows in the high bits.
    long date = Bytes.word(bytes, start) ^ DATE;
    long time = Bytes.word(bytes, start + 11) ^ TIME;
    int day = pair(bytes, start + 8);
    if ((((date | (date + DATE_EXCESS)) | (time | (time + TIME_EXCESS))) & Bytes.HIGHS) != 0
        || day < 1) {
      return NO_TIME;
    }
    int year = digits(date, 0) * 100 + digits(date, 2);
    int month = digits(date, 5);
    int hour = digits(time, 0);
    int minute = digits(time, 3);
    int second = digits(time, 6);
    if (year == 0
        || month < 1
        || month > 12
        || (day > MONTH_DAYS[month - 1] && !(month == 2 && day == 29 && isLeap(year)))
        || hour > 23
        || minute > 59
        || second > 59) {
      return NO_TIME;
    }
    int secondOfDay = hour * 3600 + minute * 60 + second;
    return (long) epochDay(year, month, day) * DAY_SECONDS + secondOfDay;
  }

  private static int digits(long word, int at) {
    int pair = (int) (word >>> (at * Byte.SIZE));
    return (pair & 0xF) * 10 + ((pair >>> Byte.SIZE) & 0xF);
  }

  /** Two digits; negative if they are invalid. */
  private static int pair(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
  }

  private static boolean isLeap(int year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /**
   * Days since 1970-01-01 of a date of the proleptic Gregorian calendar, computed with years that
   * start in March.
   *
   * @see <a
   *     href="https://howardhinnant.github.io/date_algorithms.html#days_from_civil">chrono-Compatible
   *     Low-Level Date Algorithms</a>
   */
  private static int epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
