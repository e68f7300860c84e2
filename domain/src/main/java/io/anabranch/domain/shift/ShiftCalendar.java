package io.anabranch.domain.shift;

import static java.util.stream.Collectors.groupingBy;

import io.anabranch.domain.event.Utf8;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Assigns instants to shifts: the shifts of a week in the local time of a zone, to the minute,
 * half-open. Of overlapping shifts the one that started last is assigned; of those that started
 * together, the first by code point.
 *
 * <p>Immutable. It belongs to a definition, so it can be converted to {@linkplain #toParameters
 * parameters} and built again from them in another process.
 */
public final class ShiftCalendar {

  /** The shift of an instant that is in no shift. */
  public static final Utf8 UNASSIGNED = Utf8.of("Sin Asignar");

  /** No shifts: every instant is {@link #UNASSIGNED}. */
  public static final ShiftCalendar NONE = of(List.of(), ZoneOffset.UTC);

  private static final String ZONE = "zone";
  private static final String SHIFTS = "shifts";

  private static final long SECONDS_PER_WEEK = 60L * WeekMinute.PER_WEEK;

  /** 1970 began on a Thursday. */
  private static final long SECONDS_FROM_MONDAY_TO_1970 = 3L * 60 * WeekMinute.PER_DAY;

  /** 2^23 seconds are 97 days. */
  private static final int QUARTER_BITS = 23;

  private final List<Shift> shifts;
  private final ZoneId zone;
  private final ZoneRules rules;
  private final Utf8[] shiftByMinute;

  /**
   * A cache of periods with a constant offset, so that late events of another season cost no more.
   * Data races are harmless: a period is immutable, a thread that reads any period checks whether
   * it matches, and all slots are filled before the constructor ends, so no thread reads null.
   */
  private final Stretch[] recent = new Stretch[64];

  private ShiftCalendar(List<Shift> shifts, ZoneId zone) {
    this.shifts = shifts;
    this.zone = zone;
    this.rules = zone.getRules();
    this.shiftByMinute = shiftByMinute(shifts);
    Arrays.fill(recent, stretchAt(rules, 0));
  }

  /**
   * A calendar of shifts, in any order.
   *
   * @throws IllegalArgumentException if two shifts have the same name
   */
  public static ShiftCalendar of(Iterable<Shift> shifts, ZoneId zone) {
    SortedMap<Utf8, Shift> byName = new TreeMap<>();
    for (Shift shift : shifts) {
      if (byName.putIfAbsent(Utf8.of(shift.name()), shift) != null) {
        throw new IllegalArgumentException("two shifts are named " + shift.name());
      }
    }
    return new ShiftCalendar(List.copyOf(byName.values()), zone);
  }

  /**
   * The name of the shift at a second since 1970, or {@link #UNASSIGNED}. The second must be in the
   * range of {@link Instant}.
   */
  public Utf8 shiftAt(long epochSecond) {
    int place = (int) (epochSecond >> QUARTER_BITS) & (recent.length - 1);
    Stretch stretch = recent[place];
    if (epochSecond < stretch.from || epochSecond >= stretch.to) {
      stretch = stretchAt(rules, epochSecond);
      recent[place] = stretch;
    }
    long local = epochSecond + stretch.offsetSeconds + SECONDS_FROM_MONDAY_TO_1970;
    return shiftByMinute[(int) Math.floorMod(local, SECONDS_PER_WEEK) / 60];
  }

  /** The shifts by name, in code point order. */
  public List<Shift> shifts() {
    return shifts;
  }

  public ZoneId zone() {
    return zone;
  }

  /**
   * This calendar as parameters {@code zone} and {@code shifts}. Equal calendars have equal
   * parameters.
   */
  public SortedMap<String, String> toParameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put(ZONE, zone.getId());
    parameters.put(SHIFTS, ShiftText.write(shifts));
    return parameters;
  }

  /**
   * The calendar that parameters describe. The default zone is UTC; the default is no shifts.
   *
   * @throws IllegalArgumentException if a parameter is unknown, or {@link #toParameters} does not
   *     write its value; the message names it
   */
  public static ShiftCalendar fromParameters(Map<String, String> parameters) {
    for (String key : parameters.keySet()) {
      if (!Set.of(ZONE, SHIFTS).contains(key)) {
        throw new IllegalArgumentException(
            "unknown parameter " + key + ": a calendar has " + ZONE + " and " + SHIFTS);
      }
    }
    ZoneId zone = zoneOf(parameters.getOrDefault(ZONE, "UTC"));
    List<Shift> shifts = ShiftText.read(parameters.getOrDefault(SHIFTS, ""));
    ShiftCalendar calendar;
    try {
      calendar = of(shifts, zone);
    } catch (IllegalArgumentException twice) {
      throw new IllegalArgumentException("parameter " + SHIFTS + ": " + twice.getMessage(), twice);
    }
    return calendar;
  }

  private static ZoneId zoneOf(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "parameter " + ZONE + ": '" + id + "' is not a time zone", unknown);
    }
  }

  private static Stretch stretchAt(ZoneRules rules, long epochSecond) {
    Instant instant = Instant.ofEpochSecond(epochSecond);
    // A transition takes effect at its second, and "previous" means strictly before.
    ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
    ZoneOffsetTransition after = rules.nextTransition(instant);
    return new Stretch(
        before == null ? Long.MIN_VALUE : before.toEpochSecond(),
        after == null ? Long.MAX_VALUE : after.toEpochSecond(),
        rules.getOffset(instant).getTotalSeconds());
  }

  /** Walks two weeks, so that at the start of the second all shifts in progress are known. */
  private static Utf8[] shiftByMinute(List<Shift> shifts) {
    Map<Integer, List<Shift>> byStart =
        shifts.stream().collect(groupingBy(s -> s.start().minute()));
    PriorityQueue<Running> running = new PriorityQueue<>();
    Utf8[] table = new Utf8[WeekMinute.PER_WEEK];
    for (int now = 0; now < 2 * WeekMinute.PER_WEEK; now++) {
      int minute = now % WeekMinute.PER_WEEK;
      for (Shift shift : byStart.getOrDefault(minute, List.of())) {
        running.add(new Running(now, Utf8.of(shift.name()), now + shift.minutes()));
      }
      while (!running.isEmpty() && running.peek().end <= now) {
        running.remove();
      }
      table[minute] = running.isEmpty() ? UNASSIGNED : running.peek().name;
    }
    return table;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShiftCalendar that
        && zone.equals(that.zone)
        && shifts.equals(that.shifts);
  }

  @Override
  public int hashCode() {
    return 31 * zone.hashCode() + shifts.hashCode();
  }

  @Override
  public String toString() {
    return "ShiftCalendar" + toParameters();
  }

  /** Seconds since 1970, {@code [from, to)}, in which local time is ahead of UTC by the offset. */
  private record Stretch(long from, long to, int offsetSeconds) {}

  /** A shift in progress. The one that is assigned sorts first. */
  private record Running(int start, Utf8 name, int end) implements Comparable<Running> {

    private static final Comparator<Running> ORDER =
        Comparator.comparingInt(Running::start).reversed().thenComparing(Running::name);

    @Override
    public int compareTo(Running other) {
      return ORDER.compare(this, other);
    }
  }
}
