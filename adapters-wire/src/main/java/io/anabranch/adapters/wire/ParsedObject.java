package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the strict path. Its accessors determine the reason of every rejection. */
final class ParsedObject extends JsonObject {

  private final String topic;
  private final Map<String, JsonValue> members;

  ParsedObject(String topic, JsonValue value) {
    if (!(value instanceof JsonValue.Members object)) {
      throw new RejectedException(new Rejection.NotAnObject());
    }
    this.topic = topic;
    this.members = object.byName();
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public JsonKind kind(JsonField field) {
    JsonValue value = find(field.name());
    if (value == null) {
      return JsonKind.MISSING;
    }
    if (value instanceof JsonValue.Null) {
      return JsonKind.NULL;
    }
    if (value instanceof JsonValue.Bool) {
      return JsonKind.BOOLEAN;
    }
    if (value instanceof JsonValue.IntegerLiteral) {
      return JsonKind.INTEGER;
    }
    if (value instanceof JsonValue.DecimalLiteral) {
      return JsonKind.DECIMAL;
    }
    if (value instanceof JsonValue.Text) {
      return JsonKind.TEXT;
    }
    return value instanceof JsonValue.Array ? JsonKind.ARRAY : JsonKind.OBJECT;
  }

  @Nullable JsonValue find(String name) {
    return members.get(name);
  }

  JsonValue require(String name) {
    JsonValue value = find(name);
    if (value == null) {
      throw new RejectedException(new Rejection.Missing(name));
    }
    return value;
  }

  @Override
  public Utf8 name(JsonField field) {
    return Utf8.of(name(field.name()));
  }

  String name(String field) {
    return name(require(field), field);
  }

  static String name(JsonValue value, String field) {
    if (value instanceof JsonValue.Text text && !text.text().isEmpty()) {
      return text.text();
    }
    throw new RejectedException(new Rejection.NotAName(field));
  }

  @Override
  public Utf8 text(JsonField field) {
    if (require(field.name()) instanceof JsonValue.Text text) {
      return Utf8.of(text.text());
    }
    throw new RejectedException(new Rejection.NotAText(field.name()));
  }

  @Override
  public Utf8 id(JsonField field) {
    JsonValue value = require(field.name());
    if (value instanceof JsonValue.Text text) {
      return Utf8.of(text.text());
    }
    if (value instanceof JsonValue.IntegerLiteral integer) {
      return Utf8.of(integer.canonical());
    }
    throw new RejectedException(new Rejection.NotAnId(field.name()));
  }

  @Override
  Utf8 eventId(JsonField field) {
    JsonValue value = require(field.name());
    if (value instanceof JsonValue.Text text && !text.text().isEmpty()) {
      return Utf8.of('"' + text.text() + '"');
    }
    if (value instanceof JsonValue.IntegerLiteral integer) {
      return Utf8.of(integer.canonical());
    }
    throw new RejectedException(new Rejection.NotAnId(field.name()));
  }

  @Override
  public double number(JsonField field) {
    return number(field.name());
  }

  double number(String field) {
    return number(require(field), field);
  }

  static double number(JsonValue value, String field) {
    String literal;
    if (value instanceof JsonValue.IntegerLiteral integer) {
      literal = integer.literal();
    } else if (value instanceof JsonValue.DecimalLiteral decimal) {
      literal = decimal.literal();
    } else {
      throw new RejectedException(new Rejection.NotANumber(field));
    }
    return finite(literal, field);
  }

  /** The double nearest to a decimal literal. */
  static double finite(String literal, String field) {
    double number = Double.parseDouble(literal) + 0.0;
    if (!Double.isFinite(number)) {
      throw new RejectedException(new Rejection.NotFinite(field));
    }
    return number;
  }

  @Override
  public long integer(JsonField field) {
    if (require(field.name()) instanceof JsonValue.IntegerLiteral integer) {
      try {
        return Long.parseLong(integer.literal());
      } catch (NumberFormatException tooLarge) {
        throw new RejectedException(new Rejection.NotAnInteger(field.name()));
      }
    }
    throw new RejectedException(new Rejection.NotAnInteger(field.name()));
  }

  @Override
  public boolean truth(JsonField field) {
    if (require(field.name()) instanceof JsonValue.Bool bool) {
      return bool.isTrue();
    }
    throw new RejectedException(new Rejection.Invalid(field.name(), "a boolean"));
  }

  @Override
  public long second(JsonField field) {
    if (require(field.name()) instanceof JsonValue.Text text) {
      return StrictTime.second(text.text(), field.name());
    }
    throw new RejectedException(new Rejection.NotATime(field.name()));
  }

  @Override
  public long instant(JsonField field) {
    JsonValue value = require(field.name());
    if (value instanceof JsonValue.Text text) {
      return StrictTime.instant(text.text(), field.name());
    }
    if (value instanceof JsonValue.IntegerLiteral || value instanceof JsonValue.DecimalLiteral) {
      return StrictTime.instant(number(value, field.name()), field.name());
    }
    throw new RejectedException(new Rejection.NotATime(field.name()));
  }

  @Override
  public RuntimeException rejected(Rejection rejection) {
    return new RejectedException(rejection);
  }
}
