package io.anabranch.domain.shift;

import static io.anabranch.domain.shift.Shifts.aShift;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.Utf8;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShiftCalendarTest {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  /** The last second that the wire formats accept. */
  private static final long LAST_SECOND = 9_214_646_399L;

  private static ShiftCalendar inUtc(Shift... shifts) {
    return ShiftCalendar.of(List.of(shifts), ZoneOffset.UTC);
  }

  private static String at(ShiftCalendar calendar, String instant) {
    return calendar.shiftAt(Instant.parse(instant).getEpochSecond()).toString();
  }

  @Test
  void withoutAShiftThereIsNoAssignment() {
    assertThat(at(ShiftCalendar.NONE, "2024-04-01T00:00:00Z")).isEqualTo("Sin Asignar");
  }

  @Test
  void aShiftBeginsWithItsFirstMinuteAndEndsBeforeItsLast() {
    ShiftCalendar calendar = inUtc(aShift("mañana", "monday 06:00", "monday 14:00"));

    assertThat(at(calendar, "2024-04-01T05:59:59Z")).isEqualTo("Sin Asignar");
    assertThat(at(calendar, "2024-04-01T06:00:00Z")).isEqualTo("mañana");
    assertThat(at(calendar, "2024-04-01T13:59:59Z")).isEqualTo("mañana");
    assertThat(at(calendar, "2024-04-01T14:00:00Z")).isEqualTo("Sin Asignar");
  }

  @Test
  void aShiftMayRunAcrossTheWeeksEnd() {
    ShiftCalendar calendar = inUtc(aShift("noche", "sunday 22:00", "monday 06:00"));

    assertThat(at(calendar, "2024-03-31T21:59:59Z")).isEqualTo("Sin Asignar");
    assertThat(at(calendar, "2024-03-31T22:00:00Z")).isEqualTo("noche");
    assertThat(at(calendar, "2024-04-01T00:00:00Z")).isEqualTo("noche");
    assertThat(at(calendar, "2024-04-01T05:59:59Z")).isEqualTo("noche");
    assertThat(at(calendar, "2024-04-01T06:00:00Z")).isEqualTo("Sin Asignar");
  }

  @Test
  void aShiftMayLastForDays() {
    ShiftCalendar calendar = inUtc(aShift("fin de semana", "friday 14:00", "monday 06:00"));

    assertThat(at(calendar, "2024-03-30T12:00:00Z")).isEqualTo("fin de semana");
    assertThat(at(calendar, "2024-04-01T05:59:00Z")).isEqualTo("fin de semana");
    assertThat(at(calendar, "2024-04-01T06:00:00Z")).isEqualTo("Sin Asignar");
  }

  @Test
  void aShiftThatEndsWhereItStartsIsTheWholeWeek() {
    ShiftCalendar calendar = inUtc(aShift("siempre", "wednesday 10:00", "wednesday 10:00"));

    assertThat(at(calendar, "2024-04-03T09:59:59Z")).isEqualTo("siempre");
    assertThat(at(calendar, "2024-04-03T10:00:00Z")).isEqualTo("siempre");
    assertThat(at(calendar, "2024-03-31T23:59:59Z")).isEqualTo("siempre");
  }

  @Test
  void aShiftMayEndAtMidnightOfItsDay() {
    ShiftCalendar calendar = inUtc(aShift("tarde", "sunday 16:00", "sunday 24:00"));

    assertThat(at(calendar, "2024-03-31T23:59:59Z")).isEqualTo("tarde");
    assertThat(at(calendar, "2024-04-01T00:00:00Z")).isEqualTo("Sin Asignar");
  }

  @Test
  void ofShiftsThatOverlapTheOneThatStartedLastCounts() {
    ShiftCalendar calendar =
        inUtc(
            aShift("a", "monday 06:00", "monday 14:00"),
            aShift("z", "monday 10:00", "monday 12:00"),
            aShift("semana", "monday 11:00", "monday 11:00"));

    assertThat(at(calendar, "2024-04-01T09:59:59Z")).isEqualTo("a");
    assertThat(at(calendar, "2024-04-01T10:00:00Z")).isEqualTo("z");
    assertThat(at(calendar, "2024-04-01T11:00:00Z")).isEqualTo("semana");
    assertThat(at(calendar, "2024-04-01T05:59:59Z")).isEqualTo("semana");
  }

  @Test
  void aShiftContinuesAfterAnInterruptingOne() {
    ShiftCalendar calendar =
        inUtc(
            aShift("guardia", "sunday 20:00", "monday 08:00"),
            aShift("noche", "sunday 22:00", "monday 06:00"));

    assertThat(at(calendar, "2024-04-01T05:59:59Z")).isEqualTo("noche");
    assertThat(at(calendar, "2024-04-01T06:00:00Z")).isEqualTo("guardia");
  }

  @Test
  void ofShiftsThatStartTogetherTheFirstByCodePointCounts() {
    // In UTF-16 the surrogates of U+1F600 come before U+FF5E; by code point it comes after.
    ShiftCalendar calendar =
        inUtc(
            aShift("\uD83D\uDE00", "monday 06:00", "monday 14:00"),
            aShift("\uFF5E", "monday 06:00", "monday 10:00"));

    assertThat(at(calendar, "2024-04-01T06:00:00Z")).isEqualTo("\uFF5E");
    assertThat(at(calendar, "2024-04-01T10:00:00Z")).isEqualTo("\uD83D\uDE00");
  }

  @Test
  void theSkippedHourOfASpringNightBelongsToNoShift() {
    ShiftCalendar calendar = theHoursOfASundayIn(MADRID);

    assertThat(at(calendar, "2024-03-31T00:59:59Z")).isEqualTo("before");
    assertThat(at(calendar, "2024-03-31T01:00:00Z")).isEqualTo("after");
  }

  @Test
  void theHourThatAnAutumnNightRepeatsBelongsToItsShiftTwice() {
    ShiftCalendar calendar = theHoursOfASundayIn(MADRID);

    assertThat(at(calendar, "2024-10-26T23:59:59Z")).isEqualTo("before");
    assertThat(at(calendar, "2024-10-27T00:00:00Z")).isEqualTo("between");
    assertThat(at(calendar, "2024-10-27T00:59:59Z")).isEqualTo("between");
    assertThat(at(calendar, "2024-10-27T01:00:00Z")).isEqualTo("between");
    assertThat(at(calendar, "2024-10-27T01:59:59Z")).isEqualTo("between");
    assertThat(at(calendar, "2024-10-27T02:00:00Z")).isEqualTo("after");
  }

  private static ShiftCalendar theHoursOfASundayIn(ZoneId zone) {
    return ShiftCalendar.of(
        List.of(
            aShift("before", "sunday 00:00", "sunday 02:00"),
            aShift("between", "sunday 02:00", "sunday 03:00"),
            aShift("after", "sunday 03:00", "sunday 06:00")),
        zone);
  }

  @Test
  void twoShiftsOfOneNameAreRefused() {
    Shift early = aShift("noche", "monday 22:00", "tuesday 06:00");
    Shift late = aShift("noche", "tuesday 22:00", "wednesday 06:00");

    assertThatThrownBy(() -> inUtc(early, late)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theOrderOfShiftsDoesNotMatter() {
    Shift one = aShift("uno", "monday 06:00", "monday 14:00");
    Shift two = aShift("dos", "monday 10:00", "monday 22:00");

    assertThat(inUtc(one, two)).isEqualTo(inUtc(two, one)).hasSameHashCodeAs(inUtc(two, one));
    assertThat(inUtc(one, two).toParameters()).isEqualTo(inUtc(two, one).toParameters());
  }

  /**
   * Zones with daylight saving time in either half of the year, by half an hour, with seconds in
   * the offset, with a skipped day, and with none of these.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "+05:45",
        "Europe/Madrid",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Africa/Monrovia",
        "Pacific/Apia"
      })
  void agreesWithJavaTimeAtEveryInstant(String zone) {
    SplittableRandom random = new SplittableRandom(20240331);
    for (int round = 0; round < 40; round++) {
      ShiftCalendar calendar = ShiftCalendar.of(someShifts(random), ZoneId.of(zone));
      for (long second : someSeconds(random, calendar.zone())) {
        assertThat(calendar.shiftAt(second))
            .as("%s at %d", calendar, second)
            .isEqualTo(modelled(calendar, second));
      }
    }
  }

  private static List<Shift> someShifts(SplittableRandom random) {
    List<Shift> shifts = new ArrayList<>();
    for (int left = random.nextInt(8); left > 0; left--) {
      // Few start times, so that many shifts start together.
      shifts.add(
          new Shift(
              "s" + left,
              new WeekMinute(random.nextInt(5) * 2_015),
              new WeekMinute(random.nextInt(WeekMinute.PER_WEEK))));
    }
    return shifts;
  }

  private static List<Long> someSeconds(SplittableRandom random, ZoneId zone) {
    List<Long> seconds = new ArrayList<>(List.of(0L, LAST_SECOND));
    for (int i = 0; i < 250; i++) {
      long second = random.nextLong(LAST_SECOND);
      seconds.add(second);
      ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochSecond(second));
      if (next != null) {
        seconds.add(next.toEpochSecond() - 1);
        seconds.add(next.toEpochSecond());
        // Again: a cached period must not answer for the second after it.
        seconds.add(next.toEpochSecond() - 1);
      }
    }
    return seconds;
  }

  private static Utf8 modelled(ShiftCalendar calendar, long second) {
    ZonedDateTime local = Instant.ofEpochSecond(second).atZone(calendar.zone());
    WeekMinute minute = WeekMinute.of(local.getDayOfWeek(), local.getHour(), local.getMinute());
    return calendar.shifts().stream()
        .filter(shift -> minute.minutesAfter(shift.start()) < shift.minutes())
        .min(
            Comparator.comparingInt((Shift shift) -> minute.minutesAfter(shift.start()))
                .thenComparing(shift -> Utf8.of(shift.name())))
        .map(shift -> Utf8.of(shift.name()))
        .orElse(Utf8.of("Sin Asignar"));
  }

  @Test
  void threadsInDifferentSeasonsShareACalendar() throws InterruptedException, ExecutionException {
    ShiftCalendar calendar =
        ShiftCalendar.of(List.of(aShift("hora", "monday 06:00", "monday 07:00")), MADRID);
    long winter = Instant.parse("2024-01-01T05:30:00Z").getEpochSecond();
    long summer = Instant.parse("2024-07-01T04:30:00Z").getEpochSecond();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> hits = new ArrayList<>();
      for (long second : new long[] {winter, summer}) {
        hits.add(threads.submit(() -> hits(calendar, second)));
      }

      assertThat(hits.get(0).get()).isEqualTo(100_000);
      assertThat(hits.get(1).get()).isEqualTo(100_000);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int hits(ShiftCalendar calendar, long second) {
    int hits = 0;
    for (int i = 0; i < 100_000; i++) {
      hits += calendar.shiftAt(second).toString().equals("hora") ? 1 : 0;
    }
    return hits;
  }

  @Test
  void isOneLineOfText() {
    ShiftCalendar calendar =
        ShiftCalendar.of(
            List.of(
                aShift("noche", "sunday 22:00", "monday 06:00"),
                aShift("a;b\\c\n\"d\" é", "monday 06:00", "sunday 24:00")),
            MADRID);

    assertThat(calendar.toParameters())
        .containsOnly(
            Map.entry("zone", "Europe/Madrid"),
            Map.entry(
                "shifts",
                "monday 06:00 monday 00:00 a\\u003bb\\u005cc\\u000a\"d\" é"
                    + ";sunday 22:00 monday 06:00 noche"));
  }

  @Test
  void isTheSameInAnotherProcessWhateverItsShiftsAreCalled() {
    SplittableRandom random = new SplittableRandom(7);
    String alphabet = " ;\\un0041\n\r\t\"'=,:/\u0000\u0085\u2028é\uFF5E\uD83D\uDE00ñ{}";
    for (int round = 0; round < 500; round++) {
      List<Shift> shifts = new ArrayList<>();
      for (int i = 0; i < random.nextInt(4); i++) {
        StringBuilder name = new StringBuilder().append(i);
        for (int left = random.nextInt(6); left > 0; left--) {
          name.insert(
              random.nextInt(name.length() + 1),
              alphabet.charAt(random.nextInt(alphabet.length())));
        }
        name.append(i);
        shifts.add(
            new Shift(
                name.toString(),
                new WeekMinute(random.nextInt(WeekMinute.PER_WEEK)),
                new WeekMinute(random.nextInt(WeekMinute.PER_WEEK))));
      }
      ShiftCalendar calendar = ShiftCalendar.of(distinct(shifts), MADRID);

      ShiftCalendar again = ShiftCalendar.fromParameters(calendar.toParameters());

      assertThat(again).isEqualTo(calendar);
      assertThat(again.toParameters()).isEqualTo(calendar.toParameters());
      assertThat(calendar.toParameters().get("shifts")).doesNotContainPattern("[\\r\\n]");
    }
  }

  private static List<Shift> distinct(List<Shift> shifts) {
    return shifts.stream()
        .filter(
            shift ->
                shifts.stream().filter(other -> other.name().equals(shift.name())).count() == 1)
        .toList();
  }

  @Test
  void withoutParametersThereAreNoShifts() {
    assertThat(ShiftCalendar.fromParameters(Map.of()).shifts()).isEmpty();
    assertThat(ShiftCalendar.fromParameters(Map.of()).zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void saysWhichParameterIsUnknownOrOutOfShape() {
    assertRefused("shift", "", "unknown parameter shift");
    assertRefused("zone", "Europe/Atlantis", "parameter zone: 'Europe/Atlantis'");
    assertRefused("shifts", "monday 06:00 monday 14:00", "parameter shifts: 'monday 06:00");
    assertRefused("shifts", "monday 06:00 monday 14:00 ", "parameter shifts:");
    assertRefused("shifts", "monday 6:00 monday 14:00 a", "parameter shifts:");
    assertRefused("shifts", "monday 06:00 monday 24:01 a", "parameter shifts:");
    assertRefused("shifts", "monday 06:00 monday 24:00 a", "parameter shifts:");
    assertRefused("shifts", "lunes 06:00 lunes 14:00 a", "parameter shifts:");
    assertRefused("shifts", "Monday 06:00 monday 14:00 a", "parameter shifts:");
    assertRefused("shifts", "monday 06:00 monday 14:00 a\\x", "parameter shifts:");
    assertRefused("shifts", "monday 06:00 monday 14:00 a\\u0041", "parameter shifts:");
    assertRefused("shifts", "monday 06:00 monday 14:00 a;", "parameter shifts:");
    assertRefused(
        "shifts", "monday 06:00 monday 14:00 a;monday 06:00 monday 14:00 a", "parameter shifts:");
  }

  private static void assertRefused(String key, String value, String why) {
    assertThatThrownBy(() -> ShiftCalendar.fromParameters(Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
