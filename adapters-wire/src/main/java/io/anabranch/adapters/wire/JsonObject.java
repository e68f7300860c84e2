package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * The JSON object of a record. Of duplicate fields the last one counts.
 *
 * <p>An accessor that cannot return its value ends the {@link JsonReading} that called it, and the
 * event is rejected: {@link Rejection.Missing} if the object has no such field, else with the
 * reason given at the accessor. Texts are slices of the record where possible.
 */
public abstract sealed class JsonObject permits ScannedObject, ParsedObject {

  /** The name of the topic of the record. */
  public abstract String topic();

  public abstract JsonKind kind(JsonField field);

  /** A string that is not empty, else {@link Rejection.NotAName}. */
  public abstract Utf8 name(JsonField field);

  /** A string, else {@link Rejection.NotAText}. */
  public abstract Utf8 text(JsonField field);

  /** A string or an integer, as text, else {@link Rejection.NotAnId}. */
  public abstract Utf8 id(JsonField field);

  /**
   * A finite number; −0 is 0. Else {@link Rejection.NotANumber}, or {@link Rejection.NotFinite} if
   * it is beyond the range of a double.
   */
  public abstract double number(JsonField field);

  /** A 64-bit number written as an integer, else {@link Rejection.NotAnInteger}. */
  public abstract long integer(JsonField field);

  /** True or false, else {@link Rejection.Invalid}. */
  public abstract boolean truth(JsonField field);

  /**
   * A time {@code yyyy-MM-dd HH:mm:ss} in UTC, in seconds since 1970. Else {@link
   * Rejection.NotATime}, or {@link Rejection.TimeOutOfRange} outside the years 1970 to 2261.
   */
  public abstract long second(JsonField field);

  /**
   * A time in seconds since 1970, fractions truncated: RFC 3339 with an optional offset (default:
   * UTC), or the seconds as a number. Else {@link Rejection.NotATime}, {@link Rejection.NotFinite}
   * or {@link Rejection.TimeOutOfRange} outside the years 1970 to 2261.
   */
  public abstract long instant(JsonField field);

  /** The event id: a string that is not empty, or an integer; 1 differs from "1". */
  abstract Utf8 eventId(JsonField field);

  /**
   * The exception that rejects the event for a custom reason: {@code throw object.rejected(new
   * Rejection.Invalid("fare", "a fare"))}.
   */
  public abstract RuntimeException rejected(Rejection rejection);

  /** Whether the object has the field, even if it is null. */
  public final boolean has(JsonField field) {
    return kind(field) != JsonKind.MISSING;
  }

  /** Whether the field is missing or null. */
  public final boolean isAbsent(JsonField field) {
    JsonKind kind = kind(field);
    return kind == JsonKind.MISSING || kind == JsonKind.NULL;
  }

  /** A string that is not empty; none if it is missing, null or empty. */
  public final Option<Utf8> optionalName(JsonField field) {
    JsonKind kind = kind(field);
    if (kind == JsonKind.MISSING || kind == JsonKind.NULL) {
      return Option.none();
    }
    if (kind != JsonKind.TEXT) {
      throw rejected(new Rejection.NotAName(field.name()));
    }
    Utf8 text = text(field);
    return text.isEmpty() ? Option.none() : Option.some(text);
  }

  /** The value, or the rejection of the event. */
  public final <T> T orReject(Either<? extends Rejection, T> outcome) {
    if (outcome.isLeft()) {
      throw rejected(outcome.getLeft());
    }
    return outcome.get();
  }
}
