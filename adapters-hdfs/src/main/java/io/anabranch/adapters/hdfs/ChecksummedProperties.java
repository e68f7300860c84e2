package io.anabranch.adapters.hdfs;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A small file that people can read: a line {@code name=value} for each field, and last a checksum
 * of the lines before, so that one that is cut short is never taken for whole.
 */
final class ChecksummedProperties {

  private static final String LAST = "crc32c=";

  private final Map<String, String> fields = new LinkedHashMap<>();

  ChecksummedProperties() {}

  /** The note that these bytes are; none if they are no whole note. */
  static Option<ChecksummedProperties> of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int last = text.lastIndexOf(LAST);
    if (last < 0 || !text.substring(last).equals(LAST + checksum(text.substring(0, last)) + "\n")) {
      return Option.none();
    }
    ChecksummedProperties note = new ChecksummedProperties();
    for (String line : text.substring(0, last).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals >= 0) {
        note.fields.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Option.some(note);
  }

  ChecksummedProperties with(String field, Object value) {
    fields.put(field, value.toString());
    return this;
  }

  Map<String, String> fields() {
    return fields;
  }

  /** The text of a field. */
  String text(String field) throws IOException {
    String value = fields.get(field);
    if (value == null) {
      throw new IOException("it says nothing of " + field);
    }
    return value;
  }

  long number(String field) throws IOException {
    try {
      return Long.parseLong(text(field));
    } catch (NumberFormatException e) {
      throw new IOException("its " + field + " is no number", e);
    }
  }

  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    fields.forEach((field, value) -> text.append(field).append('=').append(value).append('\n'));
    return (text + LAST + checksum(text.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
