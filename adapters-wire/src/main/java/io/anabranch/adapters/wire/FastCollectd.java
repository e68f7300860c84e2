package io.anabranch.adapters.wire;

import io.anabranch.domain.event.EventSink;
import io.anabranch.domain.event.Rejection;
import io.anabranch.domain.event.Utf8;
import io.anabranch.domain.metrics.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scans the records of collectd's write_kafka as bytes. It gives up on unusual ones. */
final class FastCollectd {

  /** Seconds with up to this many digits before 2262 are exact as a long. */
  private static final int SECOND_DIGITS = 10;

  private final JsonField values;
  private final JsonField names;
  private final JsonField time;
  private final JsonField host;
  private final JsonField plugin;
  private final JsonField pluginInstance;
  private final JsonField type;
  private final JsonField typeInstance;
  private final ScannedObject list;
  private final NumberScan number = new NumberScan();

  // The values of a value list, and the bounds of their names.
  private int size;
  private double[] value = new double[8];
  private boolean[] isNull = new boolean[8];
  private Utf8[] name = new Utf8[8];

  /** The events of the record, to be passed on when the whole array was valid. */
  private final List<Object> pending = new ArrayList<>();

  FastCollectd() {
    JsonFields json = new JsonFields();
    values = json.field("values");
    names = json.field("dsnames");
    time = json.field("time");
    host = json.field("host");
    plugin = json.field("plugin");
    pluginInstance = json.field("plugin_instance");
    type = json.field("type");
    typeInstance = json.field("type_instance");
    list = new ScannedObject(json.all());
  }

  /** Decodes a record. If it gives up, it returns false and passes nothing to the sink. */
  boolean decode(byte[] bytes, int start, int length, EventSink<? super Reading> sink) {
    int end = start + length;
    if (length == 0 || bytes[start] <= ' ') {
      return false;
    }
    if (bytes[start] != '[') {
      if (!Bytes.isUtf8(bytes, start, end)) {
        return false;
      }
      lines(bytes, start, end, sink);
      return true;
    }
    pending.clear();
    boolean isDecoded =
        list.start(bytes, start, end) && valueLists(bytes, start, end) && list.isUtf8(start, end);
    if (isDecoded) {
      emit(sink);
    }
    pending.clear();
    return isDecoded;
  }

  private void emit(EventSink<? super Reading> sink) {
    for (int i = 0; i < pending.size(); i++) {
      Object event = pending.get(i);
      if (event instanceof Reading reading) {
        sink.accept(reading);
      } else if (event instanceof Rejection rejection) {
        sink.reject(rejection);
      }
    }
  }

  /** Lines are independent, so each unusual line is read strictly by itself. */
  private void lines(byte[] bytes, int start, int end, EventSink<? super Reading> sink) {
    int from = start;
    while (from < end) {
      if (isLineEnd(bytes[from])) {
        from++;
        continue;
      }
      int lineEnd = line(bytes, from, end, sink);
      if (lineEnd < 0) {
        lineEnd = from;
        while (lineEnd < end && !isLineEnd(bytes[lineEnd])) {
          lineEnd++;
        }
        StrictCollectd.line(StrictText.decode(bytes, from, lineEnd - from), sink);
      }
      from = lineEnd + 1;
    }
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  /** Decodes a line. Returns the index of its end; negative, with nothing passed on, if unusual. */
  private int line(byte[] bytes, int start, int end, EventSink<? super Reading> sink) {
    int dot = -1;
    int space = start;
    while (true) {
      if (space >= end || isLineEnd(bytes[space])) {
        return -1;
      }
      byte b = bytes[space];
      if (b == ' ') {
        break;
      }
      if (b == '.' && dot < 0) {
        dot = space;
      }
      space++;
    }
    if (dot <= start || dot == space - 1) {
      return -1;
    }
    int valueStart = space + 1;
    int valueEnd = number.graphite(bytes, valueStart, end);
    if (valueEnd < 0 || valueEnd >= end || bytes[valueEnd] != ' ') {
      return -1;
    }
    double read = number.value(bytes, valueStart, valueEnd);
    int timeStart = valueEnd + 1;
    int at = timeStart;
    long second = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      second = second * 10 + (bytes[at] - '0');
      at++;
    }
    if (at == timeStart || !Double.isFinite(read)) {
      return -1;
    }
    if (at < end && bytes[at] == '.') {
      int fraction = at + 1;
      at = number.graphite(bytes, timeStart, end);
      if (at == fraction || at < 0) {
        return -1;
      }
      for (int i = fraction; i < at; i++) {
        if (bytes[i] < '0' || bytes[i] > '9') {
          return -1;
        }
      }
      second = ScannedObject.wholeSeconds(number.value(bytes, timeStart, at));
    } else if (at - timeStart > SECOND_DIGITS) {
      return -1;
    }
    if ((at < end && !isLineEnd(bytes[at])) || second < 0 || second >= StrictTime.END) {
      return -1;
    }
    sink.accept(
        new Reading(
            Utf8.slice(bytes, start, dot - start),
            Utf8.slice(bytes, dot + 1, space - dot - 1),
            second,
            read));
    return at;
  }

  private boolean valueLists(byte[] bytes, int start, int end) {
    int at = ScannedObject.skipSpace(bytes, start + 1, end);
    if (at < end && bytes[at] == ']') {
      return ScannedObject.skipSpace(bytes, at + 1, end) == end;
    }
    while (at < end && bytes[at] == '{') {
      at = list.scan(bytes, at, end);
      if (at < 0 || !valueList(bytes)) {
        return false;
      }
      at = ScannedObject.skipSpace(bytes, at, end);
      if (at >= end) {
        return false;
      }
      if (bytes[at] == ']') {
        return ScannedObject.skipSpace(bytes, at + 1, end) == end;
      }
      if (bytes[at] != ',') {
        return false;
      }
      at = ScannedObject.skipSpace(bytes, at + 1, end);
    }
    return false;
  }

  private boolean valueList(byte[] bytes) {
    if (list.kind(values) != JsonKind.ARRAY
        || list.kind(names) != JsonKind.ARRAY
        || !values(bytes, list.start(values))
        || !names(bytes, list.start(names))) {
      return false;
    }
    try {
      readings();
      return true;
    } catch (RejectedException givenUp) {
      return false;
    }
  }

  private void readings() {
    byte[] prefix = prefix();
    Utf8 node = node();
    long second = ScannedObject.wholeSeconds(list.number(time));
    if (second == TimeScan.NONE) {
      throw ScannedObject.givingUp();
    }
    for (int i = 0; i < size; i++) {
      if (isNull[i]) {
        pending.add(new Rejection.NoValue(values.name()));
      } else {
        pending.add(new Reading(node, indicator(prefix, i), second, value[i]));
      }
    }
  }

  private Utf8 indicator(byte[] prefix, int index) {
    if (size == 1) {
      return Utf8.slice(prefix, 0, prefix.length);
    }
    Utf8 last = name[index];
    if (last.isEmpty()) {
      throw ScannedObject.givingUp();
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + last.length());
    whole[prefix.length] = '.';
    last.copyTo(whole, prefix.length + 1);
    return Utf8.slice(whole, 0, whole.length);
  }

  /** Plugin and type, each with its instance if there is one. */
  private byte[] prefix() {
    Utf8 first = list.name(plugin);
    Utf8 firstInstance = instance(pluginInstance);
    Utf8 second = list.name(type);
    Utf8 secondInstance = instance(typeInstance);
    byte[] out =
        new byte
            [first.length() + dashed(firstInstance) + 1 + second.length() + dashed(secondInstance)];
    int at = join(out, 0, first, firstInstance);
    out[at] = '.';
    join(out, at + 1, second, secondInstance);
    return out;
  }

  private static int dashed(Utf8 instance) {
    return instance.isEmpty() ? 0 : 1 + instance.length();
  }

  private static int join(byte[] out, int from, Utf8 text, Utf8 instance) {
    text.copyTo(out, from);
    int at = from + text.length();
    if (!instance.isEmpty()) {
      out[at] = '-';
      instance.copyTo(out, at + 1);
      at += 1 + instance.length();
    }
    return at;
  }

  private Utf8 instance(JsonField field) {
    return list.has(field) ? list.text(field) : Utf8.EMPTY;
  }

  private Utf8 node() {
    Utf8 whole = list.name(host);
    int end = 0;
    while (end < whole.length() && whole.byteAt(end) != '.') {
      end++;
    }
    if (end == 0) {
      throw ScannedObject.givingUp();
    }
    return end == whole.length() ? whole : Utf8.slice(whole.toBytes(), 0, end);
  }

  /** Reads an array, known to be valid JSON, of numbers and nulls. */
  private boolean values(byte[] bytes, int open) {
    int end = list.end(values);
    size = 0;
    int at = ScannedObject.skipSpace(bytes, open + 1, end);
    while (bytes[at] != ']') {
      if (size == value.length) {
        value = Arrays.copyOf(value, size * 2);
        isNull = Arrays.copyOf(isNull, size * 2);
        name = Arrays.copyOf(name, size * 2);
      }
      boolean hasNone = bytes[at] == 'n';
      isNull[size] = hasNone;
      int after =
          hasNone ? ScannedObject.endOfWord(bytes, at, end, "null") : number.json(bytes, at, end);
      if (after < 0) {
        return false;
      }
      if (!hasNone) {
        double read = number.value(bytes, at, after);
        if (!Double.isFinite(read)) {
          return false;
        }
        value[size] = read;
      }
      size++;
      at = next(bytes, after, end);
    }
    return true;
  }

  /** Reads an array, known to be valid JSON, of as many strings as there are values. */
  private boolean names(byte[] bytes, int open) {
    int end = list.end(names);
    int count = 0;
    int at = ScannedObject.skipSpace(bytes, open + 1, end);
    while (bytes[at] != ']') {
      if (count == size || bytes[at] != '"') {
        return false;
      }
      int close = at + 1;
      while (bytes[close] != '"') {
        if (bytes[close] == '\\') {
          return false;
        }
        close++;
      }
      name[count] = Utf8.slice(bytes, at + 1, close - at - 1);
      count++;
      at = next(bytes, close + 1, end);
    }
    return count == size;
  }

  /** The index of the next element, or of the end, of an array known to be valid JSON. */
  private static int next(byte[] bytes, int after, int end) {
    int at = ScannedObject.skipSpace(bytes, after, end);
    return bytes[at] == ',' ? ScannedObject.skipSpace(bytes, at + 1, end) : at;
  }
}
