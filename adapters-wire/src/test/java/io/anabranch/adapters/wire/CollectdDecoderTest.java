package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.metrics.Reading;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectdDecoderTest {

  private final EventDecoder<Reading> decoder = CollectdDecoder.create();

  private static Reading reading(String node, String indicator, long second, double value) {
    return new Reading(Utf8.of(node), Utf8.of(indicator), second, value);
  }

  @Test
  void rejectsARecordThatIsNotUtf8AsOneEvent() {
    byte[] record = {'w', '.', 'x', ' ', '1', ' ', '1', '\n', (byte) 0xC3};

    assertThat(DecodedEvents.of(decoder, "collectd", record))
        .containsExactly(new Rejection.NotUtf8());
  }

  @Test
  void rejectsARecordAboveTheBoundAsOneEvent() {
    assertThat(DecodedEvents.of(CollectdDecoder.create(7), "w.x 1 1\n"))
        .containsExactly(new Rejection.TooLarge(8, 7));
  }

  @Nested
  final class GraphiteLines {

    @Test
    void areOneEventEach() {
      String record =
          String.join(
              "\r\n",
              "worker02.load.load.shortterm 0.1 1795216949",
              "worker02.load.load.midterm 0.25 1795216949",
              "");

      assertThat(DecodedEvents.outcomes(decoder, record))
          .containsExactly(
              reading("worker02", "load.load.shortterm", 1795216949, 0.1),
              reading("worker02", "load.load.midterm", 1795216949, 0.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r", "\n\n", "\n\r", "\n \t\n", "\n\u00a0\u3000\n"})
    void endInAnyOfTheseAndBlankOnesAreNone(String end) {
      assertThat(DecodedEvents.outcomes(decoder, "a.b 1 2" + end + "a.c 3 4" + end))
          .containsExactly(reading("a", "b", 2, 1), reading("a", "c", 4, 3));
    }

    @Test
    void doNotSpoilEachOther() {
      assertThat(DecodedEvents.outcomes(decoder, "a.b 1 2\nnonsense\na.b nan 2\na.b 3 4"))
          .containsExactly(
              reading("a", "b", 2, 1), "not a Graphite line", "no value", reading("a", "b", 4, 3));
    }

    @ParameterizedTest
    @CsvSource({
      "1., 1",
      ".5, 0.5",
      "+1e3, 1000",
      "-0, 0",
      "1E-2, 0.01",
      "000012, 12",
      "0.30000000000000004, 0.30000000000000004",
      "123456789012345678901234567890, 1.2345678901234568e29"
    })
    void haveDecimalValues(String value, double expected) {
      assertThat(DecodedEvents.outcomes(decoder, "a.b " + value + " 7"))
          .containsExactly(reading("a", "b", 7, expected));
    }

    @ParameterizedTest
    @CsvSource({"7.999, 7", "0, 0", "007, 7", "9214646399, 9214646399"})
    void haveTimesInSecondsWhoseFractionIsCutOff(String time, long second) {
      assertThat(DecodedEvents.outcomes(decoder, "a.b 1 " + time))
          .containsExactly(reading("a", "b", second, 1));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "a.b 1|not a Graphite line",
          "a.b 1 2 3|not a Graphite line",
          "a.b  1 2|not a Graphite line",
          "ab 1 2|not a Graphite line",
          "ab 1.5 2|not a Graphite line",
          ".b 1 2|not a name",
          "a. 1 2|not a name",
          "a.b nan 2|no value",
          "a.b -INF 2|no value",
          "a.b U 2|no value",
          "a.b nan x|no value",
          "a.b +nan 2|not a number",
          "a.b 0x10 2|not a number",
          "a.b 1d 2|not a number",
          "a.b . 2|not a number",
          "a.b 1 -2|not a number",
          "a.b 1 2.|not a number",
          "a.b 1 1e9|not a number",
          "a.b 1e400 2|not a finite number",
          "a.b 1 9214646400|time out of range",
          "a.b 1e400 9214646400|time out of range"
        })
    void areRejectedWithAReason(String line, String reason) {
      assertThat(DecodedEvents.outcomes(decoder, line)).containsExactly(reason);
    }

    @Test
    void areNoneInAnEmptyRecord() {
      assertThat(DecodedEvents.of(decoder, "")).isEmpty();
      assertThat(DecodedEvents.of(decoder, "\r\n")).isEmpty();
    }
  }

  @Nested
  final class ValueLists {

    private String list(String values, String names, String more) {
      return "{\"values\":"
          + values
          + ",\"dstypes\":[\"gauge\"],\"dsnames\":"
          + names
          + ",\"time\":1795216983.803,\"interval\":1.000,\"host\":\"worker01.example.org\","
          + "\"plugin\":\"cpu\",\"plugin_instance\":\"0\",\"type\":\"cpu\",\"type_instance\":\"idle\""
          + more
          + "}";
    }

    @Test
    void areOneEventAValue() {
      String record = '[' + list("[0.1,null,3]", "[\"short\",\"mid\",\"long\"]", "") + ']';

      assertThat(DecodedEvents.outcomes(decoder, record))
          .containsExactly(
              reading("worker01", "cpu-0.cpu-idle.short", 1795216983, 0.1),
              "no value",
              reading("worker01", "cpu-0.cpu-idle.long", 1795216983, 3));
    }

    @Test
    void nameTheirValuesOnlyWhereThereAreSeveral() {
      assertThat(DecodedEvents.outcomes(decoder, '[' + list("[1]", "[\"value\"]", "") + ']'))
          .containsExactly(reading("worker01", "cpu-0.cpu-idle", 1795216983, 1));
    }

    @Test
    void leaveOutEmptyAndMissingInstances() {
      String record =
          ('[' + list("[1]", "[\"value\"]", ",\"plugin_instance\":\"\"") + ']')
              .replace("\"type_instance\":\"idle\",", "");

      assertThat(DecodedEvents.outcomes(decoder, record))
          .containsExactly(reading("worker01", "cpu.cpu", 1795216983, 1));
    }

    @Test
    void doNotSpoilEachOther() {
      String record =
          "[ "
              + list("[1]", "[]", "")
              + " , 7 , "
              + list("[]", "[]", "")
              + ','
              + list("[1]", "[\"v\"]", "")
              + " ] ";

      assertThat(DecodedEvents.outcomes(decoder, record))
          .containsExactly(
              "not a value list",
              "not a value list",
              reading("worker01", "cpu-0.cpu-idle", 1795216983, 1));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "\"values\":null|not a value list",
          "\"dsnames\":\"v\"|not a value list",
          "\"plugin_instance\":null|not a value list",
          "\"type_instance\":1|not a value list",
          "\"plugin\":\"\"|not a name",
          "\"type\":null|not a name",
          "\"host\":\".x\"|not a name",
          "\"time\":\"1\"|not a number",
          "\"time\":1e400|not a finite number",
          "\"time\":-1|time out of range",
          "\"values\":[true]|not a number",
          "\"values\":[1e400]|not a finite number",
          "\"values\":[NaN]|not a finite number"
        })
    void areRejectedWithAReason(String member, String reason) {
      assertThat(DecodedEvents.outcomes(decoder, '[' + list("[1]", "[\"v\"]", ',' + member) + ']'))
          .containsExactly(reason);
    }

    @Test
    void areKnownByABracketAfterAnyWhiteSpaceButAreJsonInsideOnly() {
      String array = '[' + list("[1]", "[\"v\"]", "") + ']';

      assertThat(DecodedEvents.outcomes(decoder, "\n " + array))
          .hasSize(1)
          .doesNotContain("not JSON");
      assertThat(DecodedEvents.outcomes(decoder, "\u00a0" + array)).containsExactly("not JSON");
      assertThat(DecodedEvents.outcomes(decoder, array + ";")).containsExactly("not JSON");
      assertThat(DecodedEvents.outcomes(decoder, "\ufeff" + array))
          .containsExactly("not a Graphite line");
    }

    @Test
    void areNoneInAnEmptyArray() {
      assertThat(DecodedEvents.of(decoder, "[]")).isEmpty();
    }
  }
}
