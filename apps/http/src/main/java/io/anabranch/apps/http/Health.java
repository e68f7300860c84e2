package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a process lives, and whether it does what it is there for. */
abstract class Health {

  /** How it stands, as it is told. */
  enum Standing {
    UP,
    /** It works, and something needs a look. */
    DEGRADED,
    DOWN
  }

  List<Route> routes() {
    return List.of(
        new Route.Document("/health", Reply.JSON, this::ready),
        new Route.Document("/health/ready", Reply.JSON, this::ready),
        new Route.Document("/health/live", Reply.JSON, this::live));
  }

  private Reply live(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return standing(Standing.UP, json -> {});
  }

  private Reply ready(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return ready();
  }

  /** Whether it does what it is there for. */
  abstract Reply ready();

  /** The reply: 503 if it is down. */
  static Reply standing(Standing standing, JsonText.Writing rest) {
    byte[] body =
        JsonText.of(
            json -> {
              json.writeStartObject();
              json.writeStringField("status", standing.name().toLowerCase(Locale.ROOT));
              rest.write(json);
              json.writeEndObject();
            });
    return standing == Standing.DOWN
        ? Reply.of(503, Reply.JSON, body).with("Retry-After", "1")
        : Reply.of(200, Reply.JSON, body);
  }

  static void writeTroubles(JsonGenerator json, Iterable<String> activeFailures)
      throws IOException {
    json.writeArrayFieldStart("troubles");
    for (String trouble : activeFailures) {
      json.writeString(trouble);
    }
    json.writeEndArray();
  }
}
