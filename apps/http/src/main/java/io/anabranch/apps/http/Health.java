package io.anabranch.apps.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a process is alive, and whether it is ready to do its work. */
abstract class Health {

  enum Status {
    UP,
    /** It works, and something needs attention. */
    DEGRADED,
    DOWN;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private record Alive(Status status) {}

  List<Route> routes() {
    return List.of(
        new Route.Document("/health", Reply.JSON, this::ready),
        new Route.Document("/health/ready", Reply.JSON, this::ready),
        new Route.Document("/health/live", Reply.JSON, Health::live));
  }

  private static Reply live(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(new Alive(Status.UP));
  }

  private Reply ready(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return ready();
  }

  /** Whether it is ready. */
  abstract Reply ready();

  /** The reply with a body; its status is 503 if the process is down. */
  static Reply reply(Status status, Object body) {
    return status == Status.DOWN
        ? Reply.json(503, body).with(Reply.RETRY_AFTER, "1")
        : Reply.json(body);
  }
}
