package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A whole response. */
final class Reply {

  static final String JSON = "application/json";
  static final String PROBLEM_JSON = "application/problem+json";

  private static final String RETRY_AFTER = "Retry-After";

  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> headers;

  private Reply(int status, String type, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** Of these bytes, which nobody writes to any more. */
  static Reply of(int status, String type, byte[] body) {
    return new Reply(status, type, body, Map.of("Cache-Control", "no-store"));
  }

  static Reply json(JsonText.Writing writing) {
    return of(200, JSON, JsonText.of(writing));
  }

  /**
   * A problem.
   *
   * @param instance the path of the request
   */
  static Reply problem(Problem problem, String instance) {
    Reply reply =
        of(
            problem.kind().status(),
            PROBLEM_JSON,
            JsonText.of(json -> write(json, problem, instance)));
    return problem.kind().status() == 503 ? reply.with(RETRY_AFTER, "1") : reply;
  }

  private static void write(JsonGenerator json, Problem problem, String instance)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("type", problem.kind().type());
    json.writeStringField("title", problem.kind().title());
    json.writeNumberField("status", problem.kind().status());
    json.writeStringField("detail", problem.detail());
    json.writeStringField("instance", instance);
    json.writeStringField("next", problem.next());
    if (!problem.known().isEmpty()) {
      json.writeArrayFieldStart("known");
      for (String one : problem.known()) {
        json.writeString(one);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** This with another header, or another value of it. */
  Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(status, type, body, more);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  int length() {
    return body.length;
  }

  ByteBuffer body() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  Map<String, String> headers() {
    return headers;
  }
}
