package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.shift.Shift;
import io.anabranch.domain.shift.WeekMinute;
import io.vavr.control.Either;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpecificationDecoderTest {

  private static String shift(String name, String startDay, String startHour, String endHour) {
    return "{\"nombre\":\"%s\",\"dia_inicio\":\"%s\",\"dia_fin\":\"lunes\",\"hora_inicio\":\"%s\",\"hora_fin\":\"%s\"}"
        .formatted(name, startDay, startHour, endHour);
  }

  private static String group(String node, String group) {
    return "{\"servidor_nombre\":\"%s\",\"servidor_grupo\":\"%s\"}".formatted(node, group);
  }

  private static Either<Rejection, Specification> nodeGroup(String node, String group) {
    return Either.right(new Specification.NodeGroup(node, group));
  }

  private static int startOf(String day, String hour) {
    Either<Rejection, Specification> entry =
        SpecificationDecoder.decode(shift("x", day, hour, "00:00")).get(0);
    return ((Specification.ShiftHours) entry.get()).shift().start().minute();
  }

  @Test
  void decodesAShift() {
    assertThat(SpecificationDecoder.decode(shift("noche", "domingo", "22:00", "6:00")))
        .containsExactly(
            Either.right(
                new Specification.ShiftHours(
                    new Shift(
                        "noche", new WeekMinute(6 * 1440 + 22 * 60), new WeekMinute(6 * 60)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " ,\n", "\u00a0"})
  void decodesSeveralObjectsOfOneRecord(String between) {
    assertThat(
            SpecificationDecoder.decode(
                DecodedEvents.utf8(group("worker01", "g1") + between + group("worker02", "g2"))))
        .containsExactly(nodeGroup("worker01", "g1"), nodeGroup("worker02", "g2"));
  }

  @ParameterizedTest
  @CsvSource({
    "lunes, 0",
    "Martes, 1",
    "miércoles, 2",
    "MIÉRCOLES, 2",
    "miercoles, 2",
    "jueves, 3",
    "viernes, 4",
    "Sábado, 5",
    "sabado, 5",
    "domingo, 6",
    "Sunday, 6",
    "WEDNESDAY, 2"
  })
  void knowsTheDaysInSpanishAndEnglish(String day, int index) {
    assertThat(startOf(day, "00:00")).isEqualTo(index * 1440);
  }

  @ParameterizedTest
  @CsvSource({"6:05, 365", "06:05, 365", "23:59:59, 1439", "24:00, 1440", "23:59:99, 1439"})
  void readsHoursAndMinutes(String hour, int minute) {
    assertThat(startOf("lunes", hour)).isEqualTo(minute);
  }

  @Test
  void endsTheWeekWhereItStarts() {
    assertThat(startOf("domingo", "24:00")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"lunes, 24:01", "lunes, 25:00", "lunes, 23:60", "lunes, 6", "'lunes ', 6:00"})
  void rejectsWhatIsNoTimeOfTheWeek(String day, String hour) {
    assertThat(SpecificationDecoder.decode(shift("x", day, hour, "00:00")))
        .singleElement()
        .extracting(entry -> entry.getLeft().reason())
        .isEqualTo("not a time of the week");
  }

  @Test
  void goesOnAfterAnObjectThatDoesNotFit() {
    assertThat(SpecificationDecoder.decode("{} 7 " + group("", "g") + group("n", "g")))
        .containsExactly(
            Either.left(new Rejection.Missing("dia_inicio")),
            Either.left(new Rejection.NotAnObject()),
            Either.left(new Rejection.NotAName("servidor_nombre")),
            nodeGroup("n", "g"));
  }

  @Test
  void stopsAtWhatIsNotJsonAndKeepsWhatCameBefore() {
    assertThat(SpecificationDecoder.decode(group("n", "g") + ";" + group("m", "g")))
        .containsExactly(nodeGroup("n", "g"), Either.left(new Rejection.NotJson()));
    assertThat(SpecificationDecoder.decode("[NaN]" + group("m", "g")))
        .containsExactly(Either.left(new Rejection.NotFinite("")));
  }

  @Test
  void rejectsWhatIsNotUtf8() {
    assertThat(SpecificationDecoder.decode(new byte[] {'{', (byte) 0xFF}))
        .containsExactly(Either.left(new Rejection.NotUtf8()));
  }
}
