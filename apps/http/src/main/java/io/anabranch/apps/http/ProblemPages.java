package io.anabranch.apps.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the types of problems lead to: what each means. */
final class ProblemPages {

  List<Route> routes() {
    return List.of(
        new Route.Document("/problems", Reply.JSON, ProblemPages::all),
        new Route.Document("/problems/{problem}", Reply.JSON, ProblemPages::one));
  }

  private static Reply all(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("problems");
          for (Problem.Kind kind : Problem.Kind.values()) {
            write(json, kind);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static Reply one(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    Problem.Kind kind =
        Stream.of(Problem.Kind.values())
            .filter(k -> k.word().equals(call.in("problem")))
            .findFirst()
            .orElseThrow(
                () ->
                    new Problem(
                            Problem.Kind.UNKNOWN_RESOURCE,
                            "there is no problem '" + call.in("problem") + "'",
                            "see /problems for those there are")
                        .refusal());
    return Reply.json(json -> write(json, kind));
  }

  private static void write(JsonGenerator json, Problem.Kind kind) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", kind.type());
    json.writeStringField("title", kind.title());
    json.writeNumberField("status", kind.status());
    json.writeEndObject();
  }
}
