package io.anabranch.apps.ingest.weather;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A reply of the current-weather API: an object with {@code dt} (seconds since 1970) and {@code
 * main} with {@code temp} and {@code feels_like}; that of an error has a {@code message}.
 *
 * @see <a href="https://openweathermap.org/current">Current weather data</a>
 */
final class WeatherReply {

  /** The start of 2262, after the last second that an event can have. */
  private static final long END = 9_214_646_400L;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_LENGTH = 40;
  private static final int MAX_MESSAGE_LENGTH = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private record Scalar(JsonToken token, String text) {}

  /** By path, {@code main.temp}; without the contents of arrays. */
  private final Map<String, Scalar> scalars = new HashMap<>();

  private WeatherReply() {}

  /** The observation in a reply, or why it is invalid. */
  static Weather read(byte[] body) {
    WeatherReply reply = new WeatherReply();
    try {
      reply.readObject(body);
    } catch (IOException malformed) {
      // Its message is not shown, because it may contain any part of the reply.
      return new Weather.Invalid("the reply is not a JSON object");
    }
    return reply.weather();
  }

  /** The message of an error reply, in one line; none if it has none. */
  static Option<String> message(byte[] body) {
    WeatherReply reply = new WeatherReply();
    try {
      reply.readObject(body);
    } catch (IOException malformed) {
      return Option.none(); // An error page; the status suffices.
    }
    return Option.of(reply.scalars.get("message"))
        .map(scalar -> scalar.text().replaceAll("[^\\x20-\\x7e]+", " ").strip())
        .map(line -> line.substring(0, Math.min(line.length(), MAX_MESSAGE_LENGTH)))
        .filter(line -> !line.isEmpty());
  }

  private Weather weather() {
    for (String number : new String[] {"dt", "main.temp", "main.feels_like"}) {
      Scalar scalar = scalars.get(number);
      if (scalar == null) {
        return new Weather.Invalid("the reply has no " + number);
      }
      if (!isFinite(scalar)) {
        return new Weather.Invalid(number + " in the reply is not a finite number");
      }
    }
    Option<Long> second = second(scalar("dt"));
    if (second.isEmpty()) {
      return new Weather.Invalid("dt in the reply is not a time from 1970 to 2261");
    }
    return new Weather.Observed(
        second.get(), scalar("main.temp").text(), scalar("main.feels_like").text());
  }

  private Scalar scalar(String path) {
    return Option.of(scalars.get(path)).get();
  }

  private static boolean isFinite(Scalar scalar) {
    return scalar.token().isNumeric() && Double.isFinite(Double.parseDouble(scalar.text()));
  }

  private static Option<Long> second(Scalar scalar) {
    return Option.some(scalar)
        .filter(one -> one.token() == JsonToken.VALUE_NUMBER_INT && one.text().length() <= 10)
        .map(one -> Long.parseLong(one.text()))
        .filter(second -> second >= 0 && second < END);
  }

  private void readObject(byte[] body) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      readMembers(json, "");
      if (json.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
  }

  /** Recurses as deep as the parser allows. */
  private void readMembers(JsonParser json, String path) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = path + json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        readMembers(json, name + ".");
      } else if (value == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else {
        scalars.put(name, new Scalar(value, json.getText()));
      }
    }
  }
}
