package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses times to seconds since 1970. */
final class StrictTime {

  /** The first second of the year 2262. */
  static final long END = 9_214_646_400L;

  private static final int DAY_SECONDS = 86_400;

  private static final Pattern SECOND =
      Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})");
  private static final Pattern INSTANT =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})"
              + "(?:\\.[0-9]{1,9})?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?");

  private StrictTime() {}

  static long second(String text, String field) {
    Matcher time = SECOND.matcher(text);
    if (!time.matches()) {
      throw notATime(field);
    }
    return inRange(local(time, field), field);
  }

  static long instant(String text, String field) {
    Matcher time = INSTANT.matcher(text);
    if (!time.matches()) {
      throw notATime(field);
    }
    long local = local(time, field);
    if (time.group(7) == null) {
      return inRange(local, field);
    }
    int offset = Integer.parseInt(time.group(8)) * 3600 + Integer.parseInt(time.group(9)) * 60;
    if (offset >= DAY_SECONDS) {
      throw notATime(field);
    }
    return inRange(time.group(7).equals("-") ? local + offset : local - offset, field);
  }

  static long instant(double seconds, String field) {
    if (!(seconds >= 0 && seconds < END)) {
      throw new RejectedException(new Rejection.TimeOutOfRange(field));
    }
    return (long) Math.floor(seconds);
  }

  private static long local(Matcher time, String field) {
    int year = Integer.parseInt(time.group(1));
    if (year == 0) {
      throw notATime(field);
    }
    try {
      return LocalDateTime.of(
              year,
              Integer.parseInt(time.group(2)),
              Integer.parseInt(time.group(3)),
              Integer.parseInt(time.group(4)),
              Integer.parseInt(time.group(5)),
              Integer.parseInt(time.group(6)))
          .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException noSuchTime) {
      throw notATime(field);
    }
  }

  private static long inRange(long second, String field) {
    if (second < 0 || second >= END) {
      throw new RejectedException(new Rejection.TimeOutOfRange(field));
    }
    return second;
  }

  private static RejectedException notATime(String field) {
    return new RejectedException(new Rejection.NotATime(field));
  }
}
