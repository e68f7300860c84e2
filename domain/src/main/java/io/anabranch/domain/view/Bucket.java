package io.anabranch.domain.view;

import io.vavr.control.Option;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A length of event time, in UTC, that a view aggregates over, from fine to coarse. */
public enum Bucket {
  SECOND(1, "1s"),
  MINUTE(60, "1m"),
  HOUR(3600, "1h"),
  DAY(86400, "1d"),
  /** All of time: the view has no buckets. */
  ALWAYS(0, "always");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final long seconds;
  private final String spelling;

  Bucket(long seconds, String spelling) {
    this.seconds = seconds;
    this.spelling = spelling;
  }

  /** The notation of users: {@code 1m}, {@code 1h}, {@code 1d}. */
  public String spelling() {
    return spelling;
  }

  public static Option<Bucket> spelled(String spelling) {
    for (Bucket bucket : values()) {
      if (bucket.spelling.equals(spelling)) {
        return Option.some(bucket);
      }
    }
    return Option.none();
  }

  /** The first second of the bucket that contains a second since 1970; 0 for {@link #ALWAYS}. */
  public long startOf(long epochSecond) {
    return this == ALWAYS ? 0 : epochSecond - Math.floorMod(epochSecond, seconds);
  }

  /** The second after a bucket that starts at a second; the end of time for {@link #ALWAYS}. */
  public long endOf(long start) {
    return this == ALWAYS ? Long.MAX_VALUE : start + seconds;
  }

  /** Whether states of buckets of this length can be merged into buckets of the other length. */
  public boolean rollsUpTo(Bucket coarser) {
    return this != ALWAYS && coarser != ALWAYS && compareTo(coarser) <= 0;
  }

  /** The start of a bucket for people: a date for a day, else an instant in UTC. */
  public String format(long start) {
    return (this == DAY ? DATE : TIME).format(Instant.ofEpochSecond(start));
  }
}
