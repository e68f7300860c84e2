package io.anabranch.adapters.wire;

/** Times in bytes, in seconds since 1970, by arithmetic alone. */
final class TimeScan {

  /** No time of the common shape, or one out of range. */
  static final long NONE = -1;

  private static final int DAY_SECONDS = 86_400;
  private static final int SECOND_LENGTH = 19;
  private static final byte[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private TimeScan() {}

  /** {@code yyyy-MM-dd HH:mm:ss}. */
  static long second(byte[] bytes, int start, int end) {
    return end - start == SECOND_LENGTH && bytes[start + 10] == ' '
        ? inRange(local(bytes, start))
        : NONE;
  }

  /** RFC 3339, its offset optional, a fraction of up to nine digits cut off. */
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

  /** The date and time of day at the start, whatever stands between the two. */
  private static long local(byte[] bytes, int start) {
    int century = pair(bytes, start);
    int yearOfCentury = pair(bytes, start + 2);
    int month = pair(bytes, start + 5);
    int day = pair(bytes, start + 8);
    int hour = pair(bytes, start + 11);
    int minute = pair(bytes, start + 14);
    int second = pair(bytes, start + 17);
    if ((century | yearOfCentury | month | day | hour | minute | second) < 0
        || bytes[start + 4] != '-'
        || bytes[start + 7] != '-'
        || bytes[start + 13] != ':'
        || bytes[start + 16] != ':') {
      return NO_TIME;
    }
    int year = century * 100 + yearOfCentury;
    if (year == 0
        || month < 1
        || month > 12
        || day < 1
        || (day > MONTH_DAYS[month - 1] && !(month == 2 && day == 29 && isLeap(year)))
        || hour > 23
        || minute > 59
        || second > 59) {
      return NO_TIME;
    }
    int secondOfDay = hour * 3600 + minute * 60 + second;
    return (long) epochDay(year, month, day) * DAY_SECONDS + secondOfDay;
  }

  /** Two digits; negative where they are none. */
  private static int pair(byte[] bytes, int at) {
    int tens = bytes[at] - '0';
    int ones = bytes[at + 1] - '0';
    return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
  }

  private static boolean isLeap(int year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /**
   * Days since 1970-01-01 of a date of the proleptic Gregorian calendar, with years that start in
   * March.
   *
   * @see <a href="https://howardhinnant.github.io/date_algorithms.html#days_from_civil">chrono-
   *     Compatible Low-Level Date Algorithms</a>
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
