package io.anabranch.adapters.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.anabranch.domain.event.EventDecoder;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.social.SocialEvent;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SocialDecoderTest {

  private static final long MIDNIGHT = Instant.parse("2013-08-01T00:00:00Z").getEpochSecond();

  private final EventDecoder<SocialEvent> decoder = SocialDecoder.create();

  private static String post(String created) {
    return "{\"post_id\":\"p1\",\"user_id\":null,\"subreddit\":\"java\",\"title\":\"A"
        + " \\\"title\\\"\","
        + "\"content\":\"\",\"score\":727,\"num_comments\":110,\"created_utc\":"
        + created
        + ",\"timestamp\":null}";
  }

  private List<Object> of(String topic, String record) {
    return DecodedEvents.of(decoder, topic, DecodedEvents.utf8(record));
  }

  private static Object accepted(SocialEvent event) {
    return new DecodedEvents.Accepted(event, "");
  }

  @Test
  void decodesAPost() {
    assertThat(of(SocialDecoder.POSTS, post("\"2013-08-01T00:00:00Z\"")))
        .containsExactly(
            accepted(
                new SocialEvent.Post(
                    Utf8.of("p1"),
                    Utf8.of("java"),
                    Option.none(),
                    Utf8.of("A \"title\""),
                    727,
                    MIDNIGHT)));
  }

  @Test
  void decodesAComment() {
    String comment =
        "{\"comment_id\":\"c1\",\"post_id\":\"p1\",\"user_id\":\"u1\",\"score\":-4,"
            + "\"created_utc\":1375315200.9}";

    assertThat(of(SocialDecoder.COMMENTS, comment))
        .containsExactly(
            accepted(
                new SocialEvent.Comment(
                    Utf8.of("c1"), Utf8.of("p1"), Option.some(Utf8.of("u1")), -4, MIDNIGHT)));
  }

  @Test
  void decodesAUserAtTheTimeOfTheObservation() {
    String user =
        "{\"user_id\":\"u1\",\"username\":\"Zoë\",\"karma\":7,\"created_utc\":1,"
            + "\"timestamp\":\"2013-08-01 02:00:00+02:00\"}";

    assertThat(of(SocialDecoder.USERS, user))
        .containsExactly(
            accepted(new SocialEvent.User(Utf8.of("u1"), Utf8.of("Zoë"), 7, MIDNIGHT)));
  }

  @Test
  void tellsTheKindByItsIdInATopicOfAnotherName() {
    assertThat(of("mixed", "{\"comment_id\":null,\"post_id\":\"p\"}"))
        .containsExactly(new Rejection.NotAName("comment_id"));
    assertThat(of("mixed", "{\"post_id\":null}"))
        .containsExactly(new Rejection.NotAName("post_id"));
    assertThat(of("mixed", "{}")).containsExactly(new Rejection.Missing("user_id"));
    assertThat(of("mixed", "[]")).containsExactly(new Rejection.NotAnObject());
  }

  @Test
  void takesAnEmptyAuthorForNone() {
    String record = post("0").replace("\"user_id\":null", "\"user_id\":\"\"");

    assertThat(of(SocialDecoder.POSTS, record))
        .singleElement()
        .extracting(
            decoded -> ((SocialEvent.Post) ((DecodedEvents.Accepted) decoded).event()).author())
        .isEqualTo(Option.none());
  }

  @Test
  void rejectsAnAuthorThatIsNoText() {
    String record = post("0").replace("\"user_id\":null", "\"user_id\":1");

    assertThat(of(SocialDecoder.POSTS, record)).containsExactly(new Rejection.NotAnId("user_id"));
  }

  @Test
  void looksForTheTitleBeforeTheScoreButAtItLast() {
    assertThat(of(SocialDecoder.POSTS, post("\"x\"").replace("title", "headline")))
        .containsExactly(new Rejection.Missing("title"));
    String noText = "{\"title\":1,\"post_id\":\"p\",\"subreddit\":\"s\",\"score\":1,";
    assertThat(of(SocialDecoder.POSTS, noText + "\"created_utc\":-1}"))
        .containsExactly(new Rejection.TimeOutOfRange("created_utc"));
    assertThat(of(SocialDecoder.POSTS, noText + "\"created_utc\":1}"))
        .containsExactly(new Rejection.NotAText("title"));
  }

  @ParameterizedTest
  @CsvSource({
    "2013-08-01T00:00:00, 2013-08-01T00:00:00Z",
    "2013-08-01 00:00:00, 2013-08-01T00:00:00Z",
    "2013-08-01T00:00:00.999999999Z, 2013-08-01T00:00:00Z",
    "2013-08-01T00:00:00+05:30, 2013-07-31T18:30:00Z",
    "2013-08-01T00:00:00-23:59, 2013-08-01T23:59:00Z",
    "2013-08-01T00:00:00+05:99, 2013-07-31T17:21:00Z",
    "1969-12-31T23:30:00-00:30, 1970-01-01T00:00:00Z",
    "2262-01-01T00:00:00+00:01, 2261-12-31T23:59:00Z",
    "2012-02-29T12:00:00Z, 2012-02-29T12:00:00Z"
  })
  void readsRfc3339(String created, String instant) {
    assertThat(of(SocialDecoder.POSTS, post('"' + created + '"')))
        .singleElement()
        .extracting(
            decoded -> ((SocialEvent) ((DecodedEvents.Accepted) decoded).event()).epochSecond())
        .isEqualTo(Instant.parse(instant).getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2013-08-01\"",
        "\"2013-08-01t00:00:00Z\"",
        "\"2013-08-01T00:00:00z\"",
        "\"2013-08-01T00:00:00.Z\"",
        "\"2013-08-01T00:00:00.1234567890Z\"",
        "\"2013-08-01T00:00:60Z\"",
        "\"2013-08-01T24:00:00Z\"",
        "\"2013-02-29T00:00:00Z\"",
        "\"2013-08-01T00:00:00+24:00\"",
        "\"2013-08-01T00:00:00+23:60\"",
        "\"2013-08-01T00:00:00+0530\"",
        "\"0000-01-01T00:00:00Z\"",
        "\"1375315200\"",
        "true",
        "null"
      })
  void rejectsWhatIsNoTime(String created) {
    assertThat(of(SocialDecoder.POSTS, post(created)))
        .containsExactly(new Rejection.NotATime("created_utc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "9214646400",
        "9214646399.9999999",
        "\"1970-01-01T00:00:00+00:01\"",
        "\"2261-12-31T23:59:59-00:01\"",
        "\"0001-01-01T00:00:00+00:01\""
      })
  void rejectsATimeOutOfRange(String created) {
    assertThat(of(SocialDecoder.POSTS, post(created)))
        .containsExactly(new Rejection.TimeOutOfRange("created_utc"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\\ud83d\\ude00|F09F9880", "\\ud83d|EDA0BD", "\\ude00\\ud83d|EDB880EDA0BD"})
  void keepsSurrogatesThatEscapesSpell(String escapes, String bytes) {
    String record = post("0").replace("A \\\"title\\\"", escapes);

    assertThat(of(SocialDecoder.POSTS, record))
        .singleElement()
        .extracting(
            decoded ->
                java.util.HexFormat.of()
                    .withUpperCase()
                    .formatHex(
                        ((SocialEvent.Post) ((DecodedEvents.Accepted) decoded).event())
                            .title()
                            .toBytes()))
        .isEqualTo(bytes);
  }
}
