package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON in memory. */
final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes one value. */
  @FunctionalInterface
  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonText() {}

  /** The bytes of a value, in UTF-8. */
  static byte[] of(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writing.write(json);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory cannot fail", impossible);
    }
    return bytes.toByteArray();
  }

  /** Writes a number that JSON can hold, or null. */
  static void number(JsonGenerator json, String name, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumberField(name, number);
    } else {
      json.writeNullField(name);
    }
  }
}
