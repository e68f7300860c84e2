package io.anabranch.adapters.wire;

import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.metrics.Specification;
import io.anabranch.domain.shift.Shift;
import io.anabranch.domain.shift.WeekMinute;
import io.vavr.control.Either;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the reference log of the metrics: groups of nodes and shifts, several objects per record,
 * separated by white space or commas.
 *
 * <p>Invalid JSON ends the record, since the start of the next object is unknown. Objects before it
 * count.
 */
public final class SpecificationDecoder {

  private static final Map<String, Integer> DAYS =
      Map.ofEntries(
          Map.entry("lunes", 0),
          Map.entry("monday", 0),
          Map.entry("martes", 1),
          Map.entry("tuesday", 1),
          Map.entry("miercoles", 2),
          Map.entry("wednesday", 2),
          Map.entry("jueves", 3),
          Map.entry("thursday", 3),
          Map.entry("viernes", 4),
          Map.entry("friday", 4),
          Map.entry("sabado", 5),
          Map.entry("saturday", 5),
          Map.entry("domingo", 6),
          Map.entry("sunday", 6));

  private static final Pattern HOUR = Pattern.compile("([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?");

  private static final int MINUTES_OF_DAY = 24 * 60;

  private SpecificationDecoder() {}

  /** The entries of a record in order, valid and rejected. */
  public static List<Either<Rejection, Specification>> decode(byte[] bytes) {
    String text;
    try {
      text = StrictText.decode(bytes, 0, bytes.length);
    } catch (RejectedException rejected) {
      return List.of(Either.left(rejected.rejection()));
    }
    return decode(text);
  }

  /** The entries of a text in order, valid and rejected. */
  public static List<Either<Rejection, Specification>> decode(String text) {
    List<Either<Rejection, Specification>> entries = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (StrictText.isSpace(text.charAt(at)) || text.charAt(at) == ',') {
        at++;
        continue;
      }
      StrictJson json = new StrictJson(text, StrictJson.SPECIFICATION_DEPTH, at);
      JsonValue value;
      try {
        value = json.value();
      } catch (RejectedException rejected) {
        entries.add(Either.left(rejected.rejection()));
        break;
      }
      at = json.position();
      entries.add(entry(value));
    }
    return entries;
  }

  private static Either<Rejection, Specification> entry(JsonValue value) {
    try {
      ParsedObject object = new ParsedObject("", value);
      return Either.right(
          object.find("servidor_nombre") != null ? nodeGroup(object) : shift(object));
    } catch (RejectedException rejected) {
      return Either.left(rejected.rejection());
    }
  }

  private static Specification nodeGroup(ParsedObject object) {
    String group = object.name("servidor_grupo");
    return new Specification.NodeGroup(object.name("servidor_nombre"), group);
  }

  private static Specification shift(ParsedObject object) {
    WeekMinute start = weekMinute(object, "dia_inicio", "hora_inicio");
    WeekMinute end = weekMinute(object, "dia_fin", "hora_fin");
    return new Specification.ShiftHours(new Shift(object.name("nombre"), start, end));
  }

  private static WeekMinute weekMinute(ParsedObject object, String dayField, String hourField) {
    JsonValue day = object.require(dayField);
    JsonValue hour = object.require(hourField);
    Integer dayOfWeek = day instanceof JsonValue.Text text ? DAYS.get(plain(text.text())) : null;
    if (dayOfWeek == null) {
      throw new RejectedException(new Rejection.NotATimeOfTheWeek(dayField));
    }
    Matcher parts = HOUR.matcher(hour instanceof JsonValue.Text text ? text.text() : "");
    if (!parts.matches()) {
      throw new RejectedException(new Rejection.NotATimeOfTheWeek(hourField));
    }
    int hours = Integer.parseInt(parts.group(1));
    int minutes = Integer.parseInt(parts.group(2));
    if (minutes > 59 || hours * 60 + minutes > MINUTES_OF_DAY) {
      throw new RejectedException(new Rejection.NotATimeOfTheWeek(hourField));
    }
    return new WeekMinute(
        (dayOfWeek * MINUTES_OF_DAY + hours * 60 + minutes) % WeekMinute.PER_WEEK);
  }

  /** The name of a day in lower case without accents. */
  private static String plain(String day) {
    return day.toLowerCase(Locale.ROOT)
        .replace('á', 'a')
        .replace('é', 'e')
        .replace('í', 'i')
        .replace('ó', 'o')
        .replace('ú', 'u');
  }
}
