package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A custom workload. */
final class JsonDecoderTest {

  private record Ride(Utf8 taxi, double fare, long droppedOff, Option<Utf8> tip) {}

  private static final EventDecoder<Ride> RIDES =
      JsonDecoder.of(
          json -> {
            JsonField taxi = json.field("taxi");
            JsonField fare = json.field("fare");
            JsonField at = json.field("dropped_off");
            JsonField tip = json.field("tip");
            return object ->
                new Ride(
                    object.name(taxi),
                    object.number(fare),
                    object.instant(at),
                    object.optionalName(tip));
          });

  /** Decodes {@code {"x": value}} by one accessor. */
  private static <T> Object read(
      String value, Function<JsonField, Function<JsonObject, T>> accessor) {
    JsonDecoder<T> decoder = JsonDecoder.of(json -> accessor.apply(json.field("x"))::apply);
    return DecodedEvents.outcomes(decoder, "{\"x\":" + value + "}").get(0);
  }

  @Test
  void readsAWorkloadOfOnesOwn() {
    assertThat(
            DecodedEvents.outcomes(
                RIDES, "{\"taxi\":\"T1\",\"fare\":12.5,\"dropped_off\":\"1970-01-01T00:01:00Z\"}"))
        .containsExactly(new Ride(Utf8.of("T1"), 12.5, 60, Option.none()));
  }

  @Test
  void rejectsForTheFirstAccessorThatDoesNotFind() {
    assertThat(DecodedEvents.of(RIDES, "{\"fare\":\"x\"}"))
        .containsExactly(new Rejection.Missing("taxi"));
    assertThat(DecodedEvents.of(RIDES, "{\"taxi\":\"T\",\"fare\":\"x\"}"))
        .containsExactly(new Rejection.NotANumber("fare"));
  }

  @Test
  void findsFieldsInAnyOrderAmongOthersAndThroughEscapes() {
    String record =
        " { \"other\" : [ 1 , { } , \"]\" ] , \"dropped_off\" : 60.9 , \"f\\u0061re\" : 1e0 ,"
            + " \"\":{} , \"taxi\" : \"T1\" , \"tip\" : \"é\" } ";

    assertThat(DecodedEvents.outcomes(RIDES, record))
        .containsExactly(new Ride(Utf8.of("T1"), 1, 60, Option.some(Utf8.of("é"))));
  }

  @ParameterizedTest
  @CsvSource({"a\"b", "a\\b", "ä", "''", "a_name_that_is_longer_than_eight_bytes"})
  void findsAFieldOfAnyName(String name) {
    String escaped = name.replace("\\", "\\\\").replace("\"", "\\\"");
    JsonDecoder<Long> decoder =
        JsonDecoder.of(
            json -> {
              JsonField field = json.field(name);
              return object -> object.integer(field);
            });

    for (int i = 0; i < 3; i++) {
      assertThat(DecodedEvents.outcomes(decoder, "{\"" + escaped + "\":7}")).containsExactly(7L);
    }
    assertThat(DecodedEvents.outcomes(decoder, "{\"" + escaped + "x\":7}"))
        .containsExactly("no " + name);
  }

  @Test
  void doesNotTakeAQuoteForAPartOfAName() {
    JsonDecoder<Long> decoder =
        JsonDecoder.of(
            json -> {
              JsonField field = json.field("a\"b");
              return object -> object.integer(field);
            });

    assertThat(DecodedEvents.outcomes(decoder, "{\"a\"b\":7}")).containsExactly("not JSON");
  }

  @Test
  void doesNotRememberANameThatIsNotUtf8() {
    byte[] record = DecodedEvents.utf8("{\"taxi\":\"T\",\"fare\":1,\"dropped_off\":1,\"?\":1}");
    for (int i = 0; i < record.length; i++) {
      record[i] = record[i] == '?' ? (byte) 0xFF : record[i];
    }

    for (int i = 0; i < 3; i++) {
      assertThat(DecodedEvents.of(RIDES, "rides", record)).containsExactly(new Rejection.NotUtf8());
    }
  }

  @Test
  void tellsTheKindOfAField() {
    assertThat(read("null", x -> o -> o.kind(x))).isEqualTo(JsonKind.NULL);
    assertThat(read("true", x -> o -> o.kind(x))).isEqualTo(JsonKind.BOOLEAN);
    assertThat(read("-1", x -> o -> o.kind(x))).isEqualTo(JsonKind.INTEGER);
    assertThat(read("1e0", x -> o -> o.kind(x))).isEqualTo(JsonKind.DECIMAL);
    assertThat(read("\"\"", x -> o -> o.kind(x))).isEqualTo(JsonKind.TEXT);
    assertThat(read("[]", x -> o -> o.kind(x))).isEqualTo(JsonKind.ARRAY);
    assertThat(read("{}", x -> o -> o.kind(x))).isEqualTo(JsonKind.OBJECT);
    assertThat(read("0,\"y\":0", x -> o -> o.has(x))).isEqualTo(true);
    assertThat(DecodedEvents.outcomes(JsonDecoder.of(json -> kindOf(json.field("y"))), "{\"x\":1}"))
        .containsExactly(JsonKind.MISSING);
  }

  private static JsonReading<JsonKind> kindOf(JsonField field) {
    return object -> object.kind(field);
  }

  @Test
  void readsTextsIdsAndTruths() {
    assertThat(read("\"\"", x -> o -> o.text(x))).isEqualTo(Utf8.EMPTY);
    assertThat(read("1", x -> o -> o.text(x))).isEqualTo("no x");
    assertThat(read("-0", x -> o -> o.id(x))).isEqualTo(Utf8.of("0"));
    assertThat(read("0.0", x -> o -> o.id(x))).isEqualTo("not an id");
    assertThat(read("false", x -> o -> o.truth(x))).isEqualTo(false);
    assertThat(read("0", x -> o -> o.truth(x))).isEqualTo("not a boolean");
    assertThat(read("1", x -> o -> o.optionalName(x))).isEqualTo("not a name");
  }

  @Test
  void rejectsForReasonsOfTheWorkload() {
    Rejection.Invalid invalid = new Rejection.Invalid("x", "a fare");

    assertThat(read("1", x -> o -> o.orReject(Either.left(invalid)))).isEqualTo("not a fare");
    assertThat(read("1", x -> o -> o.orReject(Either.right(7)))).isEqualTo(7);
    assertThat(
            read(
                "1",
                x ->
                    o -> {
                      throw o.rejected(invalid);
                    }))
        .isEqualTo("not a fare");
  }

  @Test
  void letsABugOfTheWorkloadCrash() {
    assertThatThrownBy(
            () ->
                read(
                    "1",
                    x ->
                        o -> {
                          throw new IllegalStateException("a bug");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a bug");
  }

  @Test
  void countsARecordWithoutAValueAsNotUtf8() {
    DecodedEvents<Ride> decoded = new DecodedEvents<>();

    RIDES.decodeAbsent("rides", decoded);

    assertThat(decoded.entries()).containsExactly(new Rejection.NotUtf8());
  }
}
