package io.anabranch.adapters.hdfs;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A small readable file: a line {@code name=value} for each field, and last a checksum of the lines
 * before it, so that a truncated file is never taken for a complete one.
 */
final class ChecksummedProperties {

  private static final String CHECKSUM = "crc32c=";

  private final Map<String, String> fields = new LinkedHashMap<>();

  ChecksummedProperties() {}

  /** Parses a file; none if it is incomplete or damaged. */
  static Option<ChecksummedProperties> of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int last = text.lastIndexOf(CHECKSUM);
    if (last < 0
        || !text.substring(last).equals(CHECKSUM + checksum(text.substring(0, last)) + "\n")) {
      return Option.none();
    }
    ChecksummedProperties properties = new ChecksummedProperties();
    for (String line : text.substring(0, last).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals >= 0) {
        properties.fields.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Option.some(properties);
  }

  ChecksummedProperties with(String field, Object value) {
    fields.put(field, value.toString());
    return this;
  }

  Map<String, String> fields() {
    return fields;
  }

  /** The value of a field. */
  String text(String field) throws IOException {
    String value = fields.get(field);
    if (value == null) {
      throw new IOException("field " + field + " is missing");
    }
    return value;
  }

  long number(String field) throws IOException {
    try {
      return Long.parseLong(text(field));
    } catch (NumberFormatException e) {
      throw new IOException("field " + field + " is not a number", e);
    }
  }

  byte[] toBytes() {
    StringBuilder text = new StringBuilder();
    fields.forEach((field, value) -> text.append(field).append('=').append(value).append('\n'));
    return (text + CHECKSUM + checksum(text.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
