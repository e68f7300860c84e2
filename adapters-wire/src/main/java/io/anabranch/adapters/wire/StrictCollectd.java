package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.metrics.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The strict path for records of collectd's write_kafka. */
final class StrictCollectd {

  private static final Set<String> NO_VALUE = Set.of("nan", "-nan", "inf", "-inf", "u");
  private static final Pattern VALUE =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern TIME = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");

  private StrictCollectd() {}

  static void decode(byte[] bytes, int start, int length, EventSink<? super Reading> sink) {
    List<JsonValue> lists;
    try {
      String text = StrictText.decode(bytes, start, length);
      if (!text.startsWith("[", StrictText.firstNonSpace(text))) {
        lines(text, sink);
        return;
      }
      lists =
          StrictJson.parse(text) instanceof JsonValue.Array array ? array.elements() : List.of();
    } catch (RejectedException rejected) {
      sink.reject(rejected.rejection());
      return;
    }
    for (JsonValue list : lists) {
      valueList(list, sink);
    }
  }

  private static void lines(String text, EventSink<? super Reading> sink) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        line(text.substring(from, i), sink);
        from = i + 1;
      }
    }
  }

  /** Decodes a line without its end. A blank line is ignored. */
  static void line(String line, EventSink<? super Reading> sink) {
    if (StrictText.isBlank(line)) {
      return;
    }
    Reading reading;
    try {
      reading = reading(line);
    } catch (RejectedException rejected) {
      sink.reject(rejected.rejection());
      return;
    }
    sink.accept(reading);
  }

  private static Reading reading(String line) {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    int dot = line.indexOf('.');
    if (first < 0 || second < 0 || line.indexOf(' ', second + 1) >= 0 || dot < 0 || dot > first) {
      throw new RejectedException(new Rejection.NotAGraphiteLine());
    }
    String node = named(line.substring(0, dot), "node");
    String indicator = named(line.substring(dot + 1, first), "indicator");
    String value = line.substring(first + 1, second);
    String time = line.substring(second + 1);
    if (NO_VALUE.contains(value.toLowerCase(Locale.ROOT))) {
      throw new RejectedException(new Rejection.NoValue("value"));
    }
    if (!VALUE.matcher(value).matches()) {
      throw new RejectedException(new Rejection.NotANumber("value"));
    }
    if (!TIME.matcher(time).matches()) {
      throw new RejectedException(new Rejection.NotANumber("time"));
    }
    long epochSecond = StrictTime.instant(ParsedObject.finite(time, "time"), "time");
    return new Reading(
        Utf8.of(node), Utf8.of(indicator), epochSecond, ParsedObject.finite(value, "value"));
  }

  private static String named(String text, String field) {
    if (text.isEmpty()) {
      throw new RejectedException(new Rejection.NotAName(field));
    }
    return text;
  }

  private static void valueList(JsonValue list, EventSink<? super Reading> sink) {
    if (!(list instanceof JsonValue.Members)) {
      sink.reject(new Rejection.NotAValueList());
      return;
    }
    ParsedObject object = new ParsedObject("", list);
    if (!(object.find("values") instanceof JsonValue.Array values)
        || !(object.find("dsnames") instanceof JsonValue.Array names)
        || values.elements().size() != names.elements().size()
        || !isTextOrMissing(object, "plugin_instance")
        || !isTextOrMissing(object, "type_instance")) {
      sink.reject(new Rejection.NotAValueList());
      return;
    }
    List<JsonValue> elements = values.elements();
    for (int i = 0; i < elements.size(); i++) {
      Reading reading;
      try {
        reading = reading(object, elements.get(i), names.elements().get(i), elements.size());
      } catch (RejectedException rejected) {
        sink.reject(rejected.rejection());
        continue;
      }
      sink.accept(reading);
    }
  }

  private static boolean isTextOrMissing(ParsedObject object, String field) {
    JsonValue value = object.find(field);
    return value == null || value instanceof JsonValue.Text;
  }

  private static Reading reading(ParsedObject list, JsonValue value, JsonValue name, int values) {
    if (value instanceof JsonValue.Null) {
      throw new RejectedException(new Rejection.NoValue("values"));
    }
    List<String> parts = new ArrayList<>();
    parts.add(list.name("plugin") + instance(list, "plugin_instance"));
    parts.add(list.name("type") + instance(list, "type_instance"));
    if (values > 1) {
      parts.add(ParsedObject.name(name, "dsnames"));
    }
    String host = list.name("host");
    int dot = host.indexOf('.');
    String node = named(dot < 0 ? host : host.substring(0, dot), "host");
    long epochSecond = StrictTime.instant(list.number("time"), "time");
    return new Reading(
        Utf8.of(node),
        Utf8.of(String.join(".", parts)),
        epochSecond,
        ParsedObject.number(value, "values"));
  }

  private static String instance(ParsedObject list, String field) {
    return list.find(field) instanceof JsonValue.Text text && !text.text().isEmpty()
        ? '-' + text.text()
        : "";
  }
}
