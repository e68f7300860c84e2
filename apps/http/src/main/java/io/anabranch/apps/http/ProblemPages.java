package io.anabranch.apps.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pages that the types of problems link to: what each type means. */
final class ProblemPages {

  private record All(List<One> problems) {}

  private record One(String type, String title, int status) {

    static One of(Problem.Kind kind) {
      return new One(kind.type(), kind.title(), kind.status());
    }
  }

  List<Route> routes() {
    return List.of(
        new Route.Document("/problems", Reply.JSON, ProblemPages::all),
        new Route.Document("/problems/{problem}", Reply.JSON, ProblemPages::one));
  }

  private static Reply all(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Reply.json(new All(Stream.of(Problem.Kind.values()).map(One::of).toList()));
  }

  private static Reply one(Route.Call call) throws ProblemException {
    call.parameters().allowOnly(Set.of());
    return Stream.of(Problem.Kind.values())
        .filter(kind -> kind.id().equals(call.in("problem")))
        .findFirst()
        .map(kind -> Reply.json(One.of(kind)))
        .orElseThrow(
            () ->
                new Problem(
                        Problem.Kind.UNKNOWN_RESOURCE,
                        "there is no problem type '" + call.in("problem") + "'",
                        "see /problems for all types")
                    .asException());
  }
}
