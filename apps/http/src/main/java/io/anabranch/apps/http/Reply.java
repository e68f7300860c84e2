package io.anabranch.apps.http;

import io.anabranch.apps.http.query.Json;
import io.vavr.control.Option;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A complete response. */
final class Reply {

  static final String JSON = "application/json";
  static final String PROBLEM_JSON = "application/problem+json";
  static final String RETRY_AFTER = "Retry-After";

  private record ProblemBody(
      String type,
      String title,
      int status,
      String detail,
      String instance,
      String next,
      Option<List<String>> known) {}

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

  /** A response with a body, which must not be modified afterwards. */
  static Reply of(int status, String type, byte[] body) {
    return new Reply(status, type, body, Map.of("Cache-Control", "no-store"));
  }

  static Reply json(Object body) {
    return json(200, body);
  }

  static Reply json(int status, Object body) {
    return of(status, JSON, Json.bytes(body));
  }

  /**
   * A problem.
   *
   * @param instance the path of the request
   */
  static Reply problem(Problem problem, String instance) {
    Problem.Kind kind = problem.kind();
    Reply reply =
        of(
            kind.status(),
            PROBLEM_JSON,
            Json.bytes(
                new ProblemBody(
                    kind.type(),
                    kind.title(),
                    kind.status(),
                    problem.detail(),
                    instance,
                    problem.next(),
                    Option.of(problem.known()).filter(known -> !known.isEmpty()))));
    return kind.status() == 503 ? reply.with(RETRY_AFTER, "1") : reply;
  }

  /** The same response with one more header, or another value for it. */
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
