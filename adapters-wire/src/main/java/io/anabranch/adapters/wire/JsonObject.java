package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * One JSON object of a record. Of a field that stands there twice the last one counts.
 *
 * <p>An accessor that does not find what it asks for ends the {@link JsonReading} it is called in,
 * and the event is rejected: {@link Rejection.Missing} where the object has no such field, else the
 * reason named at the accessor. Texts are slices of the record where they can be.
 */
public abstract sealed class JsonObject permits ScannedObject, ParsedObject {

  /** The name of the topic in which the record stands. */
  public abstract String topic();

  public abstract JsonKind kind(JsonField field);

  /** A text that is not empty, else {@link Rejection.NotAName}. */
  public abstract Utf8 name(JsonField field);

  /** A text, else {@link Rejection.NotAText}. */
  public abstract Utf8 text(JsonField field);

  /** A text or an integer, as text, else {@link Rejection.NotAnId}. */
  public abstract Utf8 id(JsonField field);

  /**
   * A finite number; −0 is 0. Else {@link Rejection.NotANumber}, or {@link Rejection.NotFinite}
   * where no double holds it.
   */
  public abstract double number(JsonField field);

  /** A number written as an integer, of 64 bits, else {@link Rejection.NotAnInteger}. */
  public abstract long integer(JsonField field);

  /** True or false, else {@link Rejection.Invalid}. */
  public abstract boolean truth(JsonField field);

  /**
   * A time {@code yyyy-MM-dd HH:mm:ss} in UTC, in seconds since 1970. Else {@link
   * Rejection.NotATime}, or {@link Rejection.TimeOutOfRange} outside the years 1970 to 2261.
   */
  public abstract long second(JsonField field);

  /**
   * A time in seconds since 1970, fractions cut off: RFC 3339 with an offset or none (UTC), or the
   * seconds as a number. Else {@link Rejection.NotATime}, {@link Rejection.NotFinite} or {@link
   * Rejection.TimeOutOfRange} outside the years 1970 to 2261.
   */
  public abstract long instant(JsonField field);

  /** Identifies an event: a text that is not empty or an integer, 1 apart from "1". */
  abstract Utf8 eventId(JsonField field);

  /**
   * What to throw to reject the event for a reason of the workload's own: {@code throw
   * object.rejected(new Rejection.Unfit("fare", "a fare"))}.
   */
  public abstract RuntimeException rejected(Rejection rejection);

  /** Whether the object has the field, be it null. */
  public final boolean has(JsonField field) {
    return kind(field) != JsonKind.MISSING;
  }

  /** Whether the field is missing or null. */
  public final boolean isAbsent(JsonField field) {
    JsonKind kind = kind(field);
    return kind == JsonKind.MISSING || kind == JsonKind.NULL;
  }

  /** A text that is not empty; none where it is missing, null or empty. */
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
